"""A small kit for flat drawings: rounded shapes, plants, furniture and people without faces."""

from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 675
FINE = 2  # drawn twice as large and reduced, so that edges are smooth
INK, BRAND, MIDDLE, PALE, SKY = "#0c3459", "#14497b", "#2b6ca8", "#a9c9e6", "#e6f1fa"
AMBER, SUN, SAND, CREAM, CLAY = "#f0ab1e", "#f8cf72", "#f6e3b4", "#fdf6e6", "#d9774a"
LEAF, MEADOW, MINT, WHITE, WOOD, GREY = "#3f8a63", "#6fae86", "#cfe6d6", "#ffffff", "#b98250", "#c9d3dd"
SKINS = ("#f2c7a5", "#e0a57e", "#f7d7bd", "#c98a62")
HAIRS = ("#4a3426", "#8a5a34", "#c3c7cc", "#2f2a2a", "#b8763c")

Point = tuple[float, float]


class Drawing:
    """A picture of 1200 × 675 in the making; all measures are in its points."""

    def __init__(self, background: str = SKY, width: int = WIDTH, height: int = HEIGHT):
        self.size = (width, height)
        self.image = Image.new("RGB", (width * FINE, height * FINE), background)
        self.draw = ImageDraw.Draw(self.image)

    def png(self, colours: int = 256) -> bytes:
        small = self.image.resize(self.size, Image.Resampling.LANCZOS)
        palette = small.quantize(colours, method=Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)
        out = BytesIO()
        palette.save(out, "PNG", optimize=True)
        return out.getvalue()

    # Shapes -----------------------------------------------------------------------------------------------------

    def dot(self, x: float, y: float, r: float, fill: str, ry: float | None = None) -> None:
        ry = r if ry is None else ry
        self.draw.ellipse([(x - r) * FINE, (y - ry) * FINE, (x + r) * FINE, (y + ry) * FINE], fill)

    def box(self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> None:
        corners = [x * FINE, y * FINE, (x + width) * FINE, (y + height) * FINE]
        self.draw.rounded_rectangle(corners, radius * FINE, fill)

    def shape(self, fill: str, *points: Point) -> None:
        self.draw.polygon([(x * FINE, y * FINE) for x, y in points], fill)

    def arc(self, x: float, y: float, r: float, start: float, end: float, fill: str) -> None:
        self.draw.pieslice([(x - r) * FINE, (y - r) * FINE, (x + r) * FINE, (y + r) * FINE], start, end, fill)

    def stroke(self, fill: str, width: float, *points: Point) -> None:
        """A line with round ends and joints."""
        self.draw.line([(x * FINE, y * FINE) for x, y in points], fill, round(width * FINE))
        for x, y in points:
            self.dot(x, y, width / 2, fill)

    def curve(self, fill: str, width: float, *points: Point) -> None:
        self.stroke(fill, width, *smooth(points))

    def hill(self, fill: str, *points: Point) -> None:
        """Ground below a soft line that runs from edge to edge."""
        self.shape(fill, *smooth(points), (points[-1][0], self.size[1]), (points[0][0], self.size[1]))

    # Things -----------------------------------------------------------------------------------------------------

    def cloud(self, x: float, y: float, size: float = 1, fill: str = WHITE) -> None:
        for dx, dy, r in ((-44, 6, 24), (-12, -10, 34), (28, 0, 28), (56, 10, 18)):
            self.dot(x + dx * size, y + dy * size, r * size, fill)
        self.box(x - 62 * size, y + 6 * size, 136 * size, 24 * size, fill, 12 * size)

    def tree(self, x: float, y: float, size: float = 1, fill: str = LEAF) -> None:
        self.stroke(WOOD, 14 * size, (x, y), (x, y - 90 * size))
        for dx, dy, r in ((-34, -104, 42), (32, -110, 44), (0, -150, 54)):
            self.dot(x + dx * size, y + dy * size, r * size, fill)

    def sprig(self, x: float, y: float, height: float, fill: str = LEAF, bloom: str = "") -> None:
        self.stroke(fill, 5, (x, y), (x, y - height))
        for part, side in ((0.35, -1), (0.55, 1), (0.78, -1)):
            at = y - height * part
            self.shape(fill, *smooth(((x, at), (x + side * 14, at - 18), (x + side * 26, at - 16), (x, at))))
        if bloom:
            for turn in range(6):
                self.dot(x + 11 * cos(turn * pi / 3), y - height + 11 * sin(turn * pi / 3), 8, bloom)
            self.dot(x, y - height, 7, CREAM)

    def house(self, x: float, y: float, size: float, wall: str = WHITE, roof: str = CLAY, door: str = BRAND) -> None:
        """A house whose middle of the floor stands at (x, y)."""
        s = size
        self.box(x + 52 * s, y - 236 * s, 30 * s, 70 * s, INK)
        self.box(x - 110 * s, y - 140 * s, 220 * s, 140 * s, wall)
        self.shape(roof, (x - 140 * s, y - 134 * s), (x, y - 244 * s), (x + 140 * s, y - 134 * s))
        self.box(x - 26 * s, y - 92 * s, 52 * s, 92 * s, door, 6 * s)
        self.dot(x + 14 * s, y - 46 * s, 4.5 * s, AMBER)
        for side in (-1, 1):
            left = x + side * 70 * s - 22 * s
            self.box(left, y - 100 * s, 44 * s, 44 * s, SUN, 4 * s)
            self.box(left + 20 * s, y - 100 * s, 4 * s, 44 * s, wall)
            self.box(left, y - 80 * s, 44 * s, 4 * s, wall)

    def bubble(self, x: float, y: float, width: float, fill: str, tail: int = -1, lines: int = 2) -> None:
        height = 40 + 24 * lines
        self.box(x, y, width, height, fill, 24)
        foot = x + (width * 0.25 if tail < 0 else width * 0.75)
        self.shape(fill, (foot - 16, y + height - 6), (foot + 16, y + height - 6), (foot + 20 * tail, y + height + 26))
        ink = BRAND if fill in (WHITE, SUN, CREAM, SAND) else WHITE
        for number in range(lines):
            long = width - 60 - (number % 2) * width * 0.25
            self.stroke(ink, 8, (x + 30, y + 32 + 24 * number), (x + 30 + long, y + 32 + 24 * number))

    def compass(self, x: float, y: float, r: float) -> None:
        self.dot(x, y, r, BRAND)
        self.dot(x, y, r * 0.88, WHITE)
        for number in range(16):
            turn, inner = number * pi / 8, 0.68 if number % 4 == 0 else 0.77
            ends = [(x + r * part * cos(turn), y + r * part * sin(turn)) for part in (inner, 0.82)]
            self.stroke(BRAND if number % 4 == 0 else PALE, r * 0.045, *ends)
        a, b = (x + r * 0.44, y - r * 0.5), (x - r * 0.44, y + r * 0.5)
        side = r * 0.13
        left, right = (x - side, y - side), (x + side, y + side)
        self.shape(AMBER, a, left, right)
        self.shape(BRAND, b, left, right)
        self.dot(x, y, r * 0.085, WHITE)
        self.dot(x, y, r * 0.05, INK)

    # People -----------------------------------------------------------------------------------------------------

    def head(self, x: float, y: float, r: float, who: int, style: str = "short") -> None:
        """``style``: short, bob, bun, curly, back (seen from behind); ``who`` picks the tones of skin and hair."""
        skin, hair = SKINS[who % len(SKINS)], HAIRS[who % len(HAIRS)]
        if style == "back":
            self.box(x - r * 0.34, y + r * 0.6, r * 0.68, r * 0.8, skin, r * 0.25)
            for side in (-1, 1):
                self.dot(x + side * r, y + r * 0.15, r * 0.2, skin)
            self.dot(x, y, r * 1.03, hair)
            return
        if style == "bob":
            self.box(x - r * 1.12, y - r * 0.9, r * 2.24, r * 2.1, hair, r * 0.8)
        if style == "bun":
            self.dot(x, y - r * 1.25, r * 0.42, hair)
        if style == "curly":
            for turn in range(7):
                angle = pi + turn * pi / 6
                self.dot(x + r * cos(angle), y + r * 0.95 * sin(angle) - r * 0.05, r * 0.4, hair)
        self.box(x - r * 0.3, y + r * 0.6, r * 0.6, r * 0.8, skin, r * 0.25)
        self.dot(x, y, r, skin)
        self.arc(x, y - r * 0.06, r * 1.06, 188, 352, hair)
        self.dot(x + r * 0.1, y + r * 0.06, r * 0.86, skin, r * 0.62)
        if style == "bob":
            for side in (-1, 1):
                self.box(x + side * r * 0.94 - r * 0.2, y - r * 0.3, r * 0.4, r * 1.3, hair, r * 0.2)

    def bust(self, x: float, y: float, size: float, shirt: str, who: int, style: str = "short") -> None:
        """A person seen to the waist; (x, y) is the middle of the waist."""
        s = size
        self.box(x - 62 * s, y - 128 * s, 124 * s, 170 * s, shirt, 52 * s)
        self.box(x - 62 * s, y - 60 * s, 124 * s, 60 * s, shirt)
        self.head(x, y - 172 * s, 42 * s, who, style)

    def arm(self, shirt: str, who: int, size: float, *points: Point) -> None:
        """From the shoulder to the hand."""
        way = smooth(points)
        self.stroke(shirt, 30 * size, *way)
        self.dot(*way[-1], 16 * size, SKINS[who % len(SKINS)])

    def walker(
        self, x: float, y: float, size: float, shirt: str, who: int, style: str = "short", trousers: str = INK
    ) -> None:
        """A person on their feet at (x, y), a step to the right."""
        s = size
        self.stroke(trousers, 26 * s, (x - 4 * s, y - 120 * s), (x - 16 * s, y - 60 * s), (x - 30 * s, y - 12 * s))
        self.stroke(trousers, 26 * s, (x + 6 * s, y - 120 * s), (x + 22 * s, y - 64 * s), (x + 18 * s, y - 12 * s))
        self.box(x - 46 * s, y - 14 * s, 38 * s, 16 * s, INK, 8 * s)
        self.box(x + 6 * s, y - 14 * s, 40 * s, 16 * s, INK, 8 * s)
        self.box(x - 38 * s, y - 236 * s, 76 * s, 140 * s, shirt, 32 * s)
        self.head(x + 2 * s, y - 274 * s, 34 * s, who, style)


def smooth(points: tuple[Point, ...], steps: int = 14) -> list[Point]:
    """Points of a soft line through ``points`` (Catmull-Rom)."""
    padded = (points[0], *points, points[-1])
    line = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for number in range(steps):
            t = number / steps
            line.append(
                tuple(
                    0.5
                    * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t * t * t)
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                )
            )
    return [*line, points[-1]]
