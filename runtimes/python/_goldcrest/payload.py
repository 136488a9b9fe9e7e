"""Events in, results out. Uses the C parts of the json package directly: the package itself costs ten milliseconds to import."""

import os
import sys

from _json import encode_basestring, encode_basestring_ascii, make_encoder, make_scanner

from .fault import Fault

_PLAIN_LEAVES = frozenset((str, int, float, bool, type(None)))
_CONTAINERS = frozenset((dict, list, tuple))
_PLAIN = _PLAIN_LEAVES | _CONTAINERS
_ASCII_UNTIL_MINOR = 11


class _Rules:
    """What json.JSONDecoder() stands for, as the scanner reads it."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__


_scan = make_scanner(_Rules)


def _escapes_to_ascii(environment):
    """Up to python3.11 results are pure ASCII, from 3.12 on they are UTF-8."""
    name = environment.get("AWS_EXECUTION_ENV", "")
    minor = name.rpartition("python3.")[2] if "python3." in name else ""
    return (int(minor) if minor.isdigit() else sys.version_info.minor) <= _ASCII_UNTIL_MINOR


encode_text = encode_basestring_ascii if _escapes_to_ascii(os.environ) else encode_basestring


def from_event(body):
    """The event as Python values. Raises Fault for what the language refuses, such as too deep a nesting."""
    try:
        text = body.decode("utf-8", "surrogatepass").strip(" \t\n\r")
        try:
            event, end = _scan(text, 0)
            if end == len(text):
                return event
        except StopIteration:
            pass

        import json

        return json.loads(text)
    except Exception as error:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error


def to_response(result):
    """The bytes to answer and their content type; bytes are answered as they are. Raises Fault for what JSON cannot hold."""
    if isinstance(result, bytes):
        return result, "application/unknown"

    try:
        return encode(result).encode("utf-8"), "application/json"
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def encode(value, encode_string=None):
    """JSON text with the json package's separators."""
    if not _is_plain(value):
        from .odd_values import OddEncoder

        odd = OddEncoder(encode_string or encode_text)
        value, encode_string = odd.plain(value), odd.encode_string

    encoder = make_encoder({}, _refuse, encode_string or encode_text, None, ": ", ", ", False, False, True)
    return "".join(encoder(value, 0))


def _is_plain(value):
    """Whether the C encoder alone knows all types in it. Looks at types set by set, which is quick for long lists."""
    kind = type(value)
    if kind not in _CONTAINERS:
        return kind in _PLAIN_LEAVES

    waiting, seen = [value], set()
    while waiting:
        container = waiting.pop()
        if id(container) in seen:
            # Shared, or a circle, for which the encoder finds the words.
            continue

        seen.add(id(container))
        values = container.values() if type(container) is dict else container
        kinds = set(map(type, values))
        if not kinds <= _PLAIN:
            return False

        if not kinds <= _PLAIN_LEAVES:
            waiting.extend(item for item in values if type(item) in _CONTAINERS)

    return True


def _refuse(value):
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
