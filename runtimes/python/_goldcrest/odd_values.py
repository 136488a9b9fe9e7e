"""Results with more than JSON's own types in them: decimals are numbers, named tuples objects, bytes text."""

from decimal import Decimal


class _Literal(str):
    """Text that goes into the JSON as it is."""


class OddEncoder:
    """Rewrites a value so that the C encoder can write it. `encode_string` must then be its string encoder."""

    def __init__(self, encode_text):
        self._encode_text = encode_text
        self._open = set()

    def encode_string(self, text):
        return str(text) if type(text) is _Literal else self._encode_text(text)

    def plain(self, value):
        """Leaves what it does not know for the encoder to refuse."""
        if isinstance(value, bytes):
            return value.decode("utf-8")

        if isinstance(value, Decimal):
            return float("nan") if value.is_nan() else _Literal(value)

        if isinstance(value, dict):
            return self._inside(value, lambda: {self._key(key): self.plain(item) for key, item in value.items()})

        if isinstance(value, tuple) and callable(getattr(value, "_asdict", None)):
            return self._inside(value, lambda: {key: self.plain(item) for key, item in value._asdict().items()})

        if isinstance(value, (list, tuple)):
            return self._inside(value, lambda: [self.plain(item) for item in value])

        return value

    def _inside(self, container, rewrite):
        if id(container) in self._open:
            raise ValueError("Circular reference detected")

        self._open.add(id(container))
        rewritten = rewrite()
        self._open.remove(id(container))
        return rewritten

    @staticmethod
    def _key(key):
        return key.decode("utf-8") if isinstance(key, bytes) else key
