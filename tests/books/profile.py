#!/usr/bin/env python3
"""Writes a small ICC profile of four made-up inks, for tests: profile.py OUT.icc

ICC.1:2001-12: device class `prtr`, CMYK, Lab as the connection space, `lut8Type` both
ways. Cyan takes away red, magenta green, yellow blue; black takes away light.
"""

import struct
import sys

RAMP = bytes(range(256))
IDENTITY = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)


def lut8(inputs, outputs, grid, points):
    """A table of `grid` points along each of the inputs."""
    head = b"mft1\0\0\0\0" + bytes([inputs, outputs, grid, 0]) + IDENTITY
    cells = b"".join(bytes(round(255 * value) for value in point) for point in points)
    return head + RAMP * inputs + cells + RAMP * outputs


def steps(count, grid):
    """Every point of a table, the last input changing fastest."""
    if count == 0:
        yield ()
        return
    for first in range(grid):
        for rest in steps(count - 1, grid):
            yield (first / (grid - 1), *rest)


def to_inks(light, a, b):
    """Inks for a colour of Lab, whose a and b are neutral at one half."""
    red, green = (min(1, max(0, 2 * side)) for side in (2 * a - 1, 1 - 2 * a))
    yellow, blue = (min(1, max(0, 2 * side)) for side in (2 * b - 1, 1 - 2 * b))
    cyan = min(1, green + blue)
    magenta = min(1, red + blue / 2)
    share = min(1, 2 * light)
    black = (1 - light) * (1 - max(cyan, magenta, yellow) / 2)
    return cyan * share, magenta * share, yellow * share, black


def to_lab(cyan, magenta, yellow, black):
    light = (1 - 0.4 * cyan) * (1 - 0.5 * magenta) * (1 - 0.1 * yellow) * (1 - black)
    rest = 1 - black
    a = 0.5 + rest * (0.3 * magenta - 0.2 * cyan)
    b = 0.5 + rest * (0.38 * yellow - 0.2 * cyan)
    return light, a, b


def main():
    name = b"Inks made up for tests"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0"
    desc += bytes(4 + 4 + 2 + 1 + 67)
    tags = {
        b"desc": desc,
        b"cprt": b"text\0\0\0\0" + b"Public domain\0",
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061),
        b"A2B0": lut8(4, 3, 2, (to_lab(*point) for point in steps(4, 2))),
        b"B2A0": lut8(3, 4, 5, (to_inks(*point) for point in steps(3, 5))),
    }
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = start + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0" * 4, 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H", 2026, 11, 25, 0, 0, 0) + b"acsp" + bytes(28)
    head += struct.pack(">3i", 63190, 65536, 54061) + bytes(128 - 80)
    with open(sys.argv[1], "wb") as file:
        file.write(head + struct.pack(">I", len(tags)) + table + body)


main()
