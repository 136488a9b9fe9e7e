"""Where text goes: print to the standard streams at once, log events into frames."""

import os
import sys
import time

from _io import TextIOWrapper
from _thread import allocate_lock

MESSAGE_LIMIT_BYTES = 262_118
_TEXT_FRAME = 0xA55A0003
_JSON_FRAME = 0xA55A0002
_RETRY_SECONDS = 0.001


class FrameSink:
    """Writes each log event as one frame: type u32, length u32, microseconds since the epoch u64, big endian, then UTF-8."""

    def __init__(self, descriptor, frame_type):
        self._descriptor = descriptor
        self._type = frame_type.to_bytes(4, "big")
        self._lock = allocate_lock()

    def write(self, message):
        encoded = _cut(message.encode("utf-8", "backslashreplace"))
        microseconds = time.time_ns() // 1000
        frame = self._type + len(encoded).to_bytes(4, "big") + microseconds.to_bytes(8, "big") + encoded
        with self._lock:
            self._write_all(frame)

    def _write_all(self, frame):
        """A frame that stopped half-way would garble all that follow, so a full descriptor is waited for."""
        left = memoryview(frame)
        while left:
            try:
                left = left[os.write(self._descriptor, left):]
            except BlockingIOError:
                time.sleep(_RETRY_SECONDS)
            except OSError:
                return


class ImmediateStream(TextIOWrapper):
    """A standard stream on which nothing waits: what was printed before a crash is in the log."""

    def write(self, text):
        count = super().write(text)
        self.flush()
        return count

    def writelines(self, lines):
        super().writelines(lines)
        self.flush()


def open_sink(environment):
    """None when the platform offers no descriptor for frames. The variable that names it is taken out of the environment."""
    descriptor = environment.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
    if not descriptor:
        return None

    as_json = environment.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
    return FrameSink(int(descriptor), _JSON_FRAME if as_json else _TEXT_FRAME)


def replace_standard_streams():
    sys.stdout = sys.__stdout__ = _immediate(sys.stdout)
    sys.stderr = sys.__stderr__ = _immediate(sys.stderr)


def _immediate(stream):
    if stream is None:
        # The descriptor is closed; print copes with that.
        return None

    encoding, errors = stream.encoding, stream.errors
    immediate = ImmediateStream(stream.detach(), encoding=encoding, errors=errors, write_through=True)
    immediate.mode = "w"
    return immediate


def _cut(encoded):
    """The longest prefix within the limit that ends between two characters."""
    if len(encoded) <= MESSAGE_LIMIT_BYTES:
        return encoded

    end = MESSAGE_LIMIT_BYTES
    while encoded[end] & 0xC0 == 0x80:
        end -= 1

    return encoded[:end]
