"""Scenes of the demo under a roof: people who meet, learn, work and talk."""

from cms.site.demo.drawing import (
    AMBER,
    BRAND,
    CLAY,
    CREAM,
    GREY,
    HEIGHT,
    INK,
    LEAF,
    MEADOW,
    MIDDLE,
    MINT,
    PALE,
    SAND,
    SKY,
    SUN,
    WHITE,
    WIDTH,
    WOOD,
    Drawing,
    smooth,
)


def _room(wall: str = SKY, floor: str = SAND, level: float = 540) -> Drawing:
    drawing = Drawing(wall)
    drawing.box(0, level, WIDTH, HEIGHT - level, floor)
    return drawing


def _table(drawing: Drawing, x: float, y: float, width: float, top: str = WOOD) -> None:
    for leg in (x + 40, x + width - 62):
        drawing.box(leg, y, 22, HEIGHT - y - 40, "#9a6a3e", 8)
    drawing.box(x, y, width, 34, top, 15)


def _window(drawing: Drawing, x: float, y: float, width: float = 220, height: float = 210) -> None:
    drawing.box(x, y, width, height, WHITE, 10)
    drawing.box(x + 12, y + 12, width - 24, height - 24, "#bfdcf2", 6)
    drawing.dot(x + width * 0.7, y + height * 0.34, 24, SUN)
    hill = smooth(((x + 12, y + height - 60), (x + width / 2, y + height - 92), (x + width - 12, y + height - 56)))
    drawing.shape(MEADOW, *hill, (x + width - 12, y + height - 12), (x + 12, y + height - 12))
    drawing.box(x + width / 2 - 5, y, 10, height, WHITE)


def _plant(drawing: Drawing, x: float, y: float) -> None:
    for lean, height in ((-46, 120), (0, 150), (46, 120), (-24, 84), (24, 84)):
        drawing.curve(LEAF, 16, (x, y - 40), (x + lean * 0.4, y - 40 - height * 0.55), (x + lean, y - 40 - height))
    drawing.shape(CLAY, (x - 44, y - 72), (x + 44, y - 72), (x + 32, y), (x - 32, y))
    drawing.box(x - 50, y - 80, 100, 20, "#c2643a", 8)


def _mug(drawing: Drawing, x: float, y: float, fill: str) -> None:
    drawing.dot(x + 24, y - 20, 14, fill)
    drawing.dot(x + 24, y - 20, 7, SAND)
    drawing.box(x - 22, y - 42, 44, 42, fill, 9)


def board() -> Drawing:
    drawing = _room()
    drawing.box(430, 90, 480, 310, WHITE, 16)
    drawing.box(430, 90, 480, 22, BRAND, 10)
    for number, (height, fill) in enumerate(((70, PALE), (110, "#6aa1cf"), (160, MIDDLE), (215, AMBER))):
        drawing.box(500 + 92 * number, 370 - height, 60, height, fill, 8)
    drawing.curve(CLAY, 8, (520, 272), (622, 232), (714, 182), (800, 134))
    for x in (470, 870):
        drawing.stroke(WOOD, 14, (x, 400), (x + (30 if x > 600 else -30), 560))
    drawing.walker(300, 590, 1.32, CLAY, 0, "bob", BRAND)
    drawing.arm(CLAY, 0, 1.1, (330, 305), (400, 300), (470, 250))
    _plant(drawing, 1010, 560)
    for x, fill, who in ((480, BRAND, 3), (700, LEAF, 1), (920, AMBER, 2)):
        drawing.bust(x, 690, 1.05, fill, who, "back")
    return drawing


def phone() -> Drawing:
    drawing = Drawing(SKY)
    for x, ring, shirt, who, style, side in ((350, SUN, CLAY, 2, "bun", 1), (850, MINT, BRAND, 0, "bob", -1)):
        drawing.dot(x, 338, 226, WHITE)
        drawing.dot(x, 338, 208, ring)
        drawing.bust(x, 500, 1.25, shirt, who, style)
        drawing.arm(shirt, who, 1.2, (x + side * 62, 400), (x + side * 104, 372), (x + side * 56, 300))
        drawing.stroke(INK, 18, (x + side * 54, 318), (x + side * 46, 262))
    drawing.box(0, 500, WIDTH, HEIGHT - 500, "#d3e5f4")
    drawing.box(0, 496, WIDTH, 16, WHITE)
    for number in range(9):
        x = 470 + number * 32.5
        drawing.dot(x, 196 - 62 * (1 - ((x - 600) / 150) ** 2), 8, AMBER if number % 2 else MIDDLE)
    drawing.dot(583, 262, 24, CLAY)
    drawing.dot(617, 262, 24, CLAY)
    drawing.shape(CLAY, (561, 272), (639, 272), (600, 320))
    _mug(drawing, 530, 500, BRAND)
    _mug(drawing, 664, 500, AMBER)
    return drawing


def meeting() -> Drawing:
    drawing = _room("#eaf3fb")
    _window(drawing, 490, 70, 230, 190)
    for x, y, size, shirt, who, style in (
        (330, 440, 1.12, BRAND, 3, "short"), (510, 420, 1.05, CLAY, 0, "bob"), (690, 420, 1.05, LEAF, 2, "bun"),
        (870, 440, 1.12, AMBER, 1, "curly"),
    ):  # fmt: skip
        drawing.bust(x, y, size, shirt, who, style)
    drawing.dot(600, 500, 430, "#9a6a3e", 104)
    drawing.dot(600, 486, 430, WOOD, 100)
    drawing.dot(600, 480, 404, "#cc9866", 84)
    for shirt, who, *way in (
        (BRAND, 3, (296, 370), (300, 450), (382, 462)), (CLAY, 0, (536, 350), (560, 400), (566, 436)),
        (LEAF, 2, (660, 350), (640, 400), (640, 436)), (AMBER, 1, (904, 370), (900, 450), (820, 462)),
    ):  # fmt: skip
        drawing.arm(shirt, who, 0.95, *way)
    drawing.shape(WHITE, (540, 450), (664, 450), (684, 530), (520, 530))
    for number, fill in enumerate((MIDDLE, AMBER, LEAF)):
        drawing.dot(556 - number * 3, 468 + number * 20, 7, fill)
        drawing.stroke(PALE, 6, (576 - number * 2, 468 + number * 20), (640 + number * 4, 468 + number * 20))
    _mug(drawing, 446, 500, WHITE)
    _mug(drawing, 766, 500, SUN)
    drawing.bust(600, 722, 1.0, MIDDLE, 4, "back")
    return drawing


def workshop() -> Drawing:
    drawing = _room("#f4ead4", "#d9c39a")
    drawing.box(160, 80, 330, 220, "#e6d3a8", 12)
    drawing.stroke(INK, 14, (230, 130), (230, 250))
    drawing.box(196, 112, 70, 34, GREY, 8)
    drawing.shape(GREY, (320, 110), (350, 110), (346, 210), (324, 210))
    drawing.box(318, 206, 34, 60, CLAY, 12)
    drawing.stroke(MIDDLE, 14, (420, 180), (420, 262))
    drawing.dot(420, 140, 32, MIDDLE)
    drawing.box(409, 96, 22, 46, "#e6d3a8")
    for number, fill in enumerate((MEADOW, SUN, PALE)):
        x = 700 + number * 140
        drawing.box(x, 96, 118, 160, WHITE, 10)
        drawing.box(x + 14, 110, 90, 84, fill, 8)
        drawing.stroke(BRAND, 7, (x + 20, 214), (x + 96, 214))
        drawing.stroke(BRAND, 7, (x + 20, 236), (x + 66, 236))
    drawing.dot(759, 152, 24, WHITE)
    drawing.box(876, 128, 46, 46, WHITE, 6)
    drawing.shape(WHITE, (1039, 126), (1066, 176), (1012, 176))
    drawing.bust(600, 440, 1.4, BRAND, 1, "short")
    drawing.box(552, 330, 96, 150, AMBER, 14)
    drawing.stroke(AMBER, 12, (562, 336), (552, 276))
    drawing.stroke(AMBER, 12, (638, 336), (648, 276))
    _table(drawing, 190, 476, 820)
    drawing.box(480, 438, 250, 40, SUN, 6)
    drawing.arm(BRAND, 1, 1.3, (528, 312), (470, 392), (522, 438))
    drawing.arm(BRAND, 1, 1.3, (672, 312), (734, 388), (684, 434))
    drawing.box(820, 420, 70, 58, CLAY, 8)
    for x in (836, 856, 874):
        drawing.stroke(INK, 7, (x, 424), (x + 6, 372))
    drawing.box(286, 446, 110, 32, MEADOW, 6)
    return drawing


def armchair() -> Drawing:
    drawing = _room("#f7efe0", "#e5cfa0")
    _window(drawing, 500, 90, 230, 220)
    drawing.dot(600, 610, 420, "#c9dbea", 54)
    drawing.stroke(INK, 10, (208, 590), (208, 210))
    drawing.shape(SUN, (160, 216), (180, 130), (238, 130), (258, 216))
    drawing.box(160, 586, 96, 16, INK, 8)
    drawing.box(262, 250, 220, 330, CLAY, 60)
    drawing.bust(372, 480, 1.2, PALE, 2, "bun")
    drawing.box(290, 450, 170, 90, BRAND, 30)
    for x in (336, 408):
        drawing.stroke(BRAND, 36, (x, 510), (x, 586))
        drawing.box(x - 24, 584, 48, 22, INK, 10)
    drawing.box(236, 420, 74, 170, "#c2643a", 32)
    drawing.box(434, 420, 74, 170, "#c2643a", 32)
    drawing.arm(PALE, 2, 1.1, (424, 370), (470, 400), (478, 420))
    for x in (262, 462):
        drawing.box(x, 580, 22, 34, "#9a6a3e", 6)
    drawing.box(770, 330, 190, 260, MIDDLE, 50)
    drawing.bust(850, 500, 1.2, LEAF, 4, "bob")
    drawing.box(770, 480, 180, 84, INK, 30)
    for x in (806, 876):
        drawing.stroke(INK, 36, (x, 530), (x, 588))
        drawing.box(x - 34, 588, 56, 20, CLAY, 10)
    drawing.arm(LEAF, 4, 1.1, (800, 392), (744, 410), (700, 372))
    drawing.box(560, 486, 150, 20, WOOD, 10)
    drawing.box(625, 500, 20, 104, "#9a6a3e")
    _mug(drawing, 598, 488, WHITE)
    _mug(drawing, 668, 488, AMBER)
    drawing.bubble(760, 120, 200, WHITE, -1)
    return drawing


def kitchen() -> Drawing:
    drawing = _room("#fdf3df", "#e7d2a6", 600)
    for shelf in (150, 270):
        drawing.box(180, shelf, 250, 14, WOOD, 6)
    for x, y, fill in ((200, 150, CLAY), (262, 150, SUN), (324, 150, MEADOW), (210, 270, PALE), (300, 270, CLAY)):
        drawing.box(x, y - 62, 46, 62, fill, 10)
        drawing.box(x + 4, y - 72, 38, 14, INK, 5)
    _window(drawing, 820, 90, 200, 190)
    for x, shirt, who, style in ((490, MIDDLE, 0, "short"), (750, LEAF, 3, "short")):
        drawing.bust(x, 452, 1.3, shirt, who, style)
        drawing.box(x - 48, 320, 96, 150, WHITE, 16)
        drawing.box(x - 44, 152, 88, 44, WHITE, 8)
        for puff in (-34, 0, 34):
            drawing.dot(x + puff, 146, 30, WHITE)
    for x, top in ((584, 300), (622, 320), (658, 296)):
        drawing.curve(GREY, 9, (x, top), (x + 12, top - 28), (x - 8, top - 56), (x + 6, top - 84))
    drawing.box(160, 466, 880, 34, WHITE, 8)
    drawing.box(180, 500, 840, 175, PALE)
    for x in (390, 600, 810):
        drawing.box(x, 500, 6, 175, "#8fb6da")
    drawing.box(520, 340, 200, 128, BRAND, 22)
    drawing.box(508, 328, 224, 26, INK, 13)
    for x in (494, 716):
        drawing.box(x, 384, 30, 20, INK, 9)
    drawing.arm(MIDDLE, 0, 1.2, (446, 340), (430, 400), (506, 394))
    drawing.arm(LEAF, 3, 1.2, (704, 356), (694, 320), (674, 284))
    drawing.stroke(WOOD, 11, (682, 262), (654, 338))
    for x in (850, 936):
        drawing.box(x, 420, 76, 48, SAND, 8)
        drawing.box(x - 4, 410, 84, 16, AMBER, 7)
    drawing.box(893, 364, 76, 46, SAND, 8)
    drawing.box(889, 354, 84, 16, CLAY, 7)
    for x, fill in ((230, CLAY), (278, AMBER), (326, CLAY)):
        drawing.dot(x, 446, 23, fill)
        drawing.stroke(LEAF, 7, (x, 424), (x + 8, 414))
    return drawing


def reading() -> Drawing:
    drawing = _room("#e7f0f8", "#e5cfa0")
    drawing.dot(600, 330, 280, "#fbefcf")
    drawing.stroke(INK, 10, (960, 590), (960, 180))
    drawing.shape(SUN, (894, 196), (922, 92), (998, 92), (1026, 196))
    drawing.box(910, 584, 100, 18, INK, 8)
    drawing.box(260, 290, 640, 270, BRAND, 60)
    drawing.bust(510, 480, 1.35, AMBER, 1, "bun")
    drawing.bust(690, 490, 1.05, CLAY, 0, "curly")
    drawing.box(310, 460, 540, 110, MIDDLE, 34)
    for x, trousers, length in ((470, INK, 590), (550, INK, 590), (660, LEAF, 560), (716, LEAF, 560)):
        drawing.stroke(trousers, 38, (x, 490), (x, length))
        drawing.box(x - 24, length + 4, 50, 20, CLAY if trousers == INK else INK, 10)
    for x in (220, 850):
        drawing.box(x, 380, 90, 200, "#1d5a94", 40)
    drawing.shape(WHITE, (600, 404), (520, 380), (506, 466), (600, 490))
    drawing.shape(CREAM, (600, 404), (680, 380), (694, 466), (600, 490))
    for number in range(3):
        y = 414 + 20 * number
        drawing.stroke(PALE, 6, (532, y - 4), (584, y + 10))
        drawing.stroke(PALE, 6, (616, y + 10), (668, y - 4))
    drawing.arm(AMBER, 1, 1.15, (452, 380), (440, 440), (510, 446))
    drawing.arm(CLAY, 0, 1.0, (738, 410), (744, 450), (694, 448))
    drawing.box(150, 120, 130, 100, WHITE, 8)
    drawing.shape(MEADOW, (162, 208), (206, 150), (232, 180), (248, 164), (268, 208))
    return drawing


def tablet() -> Drawing:
    drawing = _room("#eaf3fb")
    _window(drawing, 180, 100)
    _plant(drawing, 1096, 560)
    drawing.box(820, 130, 180, 16, WOOD, 6)
    for x, height, fill in ((834, 74, BRAND), (866, 92, CLAY), (898, 66, AMBER), (930, 84, LEAF)):
        drawing.box(x, 130 - height, 26, height, fill, 4)
    drawing.bust(450, 450, 1.4, LEAF, 2, "bob")
    drawing.bust(760, 450, 1.4, AMBER, 1, "short")
    _table(drawing, 180, 476, 850)
    drawing.shape(INK, (520, 330), (690, 330), (708, 480), (502, 480))
    drawing.shape(WHITE, (532, 342), (678, 342), (694, 468), (516, 468))
    for number in range(4):
        y = 366 + 26 * number
        drawing.dot(546 - number * 3, y, 8, MEADOW if number < 3 else SUN)
        drawing.stroke(PALE, 8, (572 - number * 2, y), (640 + (number * 17) % 30, y))
    drawing.arm(LEAF, 2, 1.25, (390, 350), (384, 440), (500, 450))
    drawing.arm(AMBER, 1, 1.25, (820, 350), (840, 440), (706, 430))
    _mug(drawing, 300, 476, BRAND)
    drawing.box(850, 456, 130, 20, CREAM, 5)
    return drawing


def circle() -> Drawing:
    drawing = _room("#eef4ea", "#dcd3ae", 520)
    drawing.dot(600, 590, 400, "#cfe0d2", 62)
    for x, foot, shirt, who, style in (
        (290, 590, MIDDLE, 0, "short"), (500, 550, AMBER, 2, "bun"), (710, 550, CLAY, 3, "short"),
        (920, 590, LEAF, 4, "bob"),
    ):  # fmt: skip
        drawing.box(x - 72, foot - 250, 144, 170, WOOD, 26)
        for side in (-56, 44):
            drawing.box(x + side, foot - 90, 14, 96, "#9a6a3e", 5)
        drawing.bust(x, foot - 112, 1.0, shirt, who, style)
        drawing.box(x - 66, foot - 122, 132, 54, INK, 24)
        for side in (-34, 34):
            drawing.stroke(INK, 34, (x + side, foot - 90), (x + side, foot - 14))
            drawing.box(x + side - 22, foot - 14, 46, 20, "#7a5236", 9)
        for side in (-1, 1):
            drawing.arm(shirt, who, 0.85, (x + side * 48, foot - 200), (x + side * 66, foot - 150),
                      (x + side * 26, foot - 118))  # fmt: skip
    drawing.bubble(200, 110, 200, WHITE, 1)
    drawing.bubble(470, 84, 160, SUN, 1, 1)
    drawing.bubble(800, 100, 220, BRAND, -1)
    return drawing


def library() -> Drawing:
    drawing = _room("#f7efe0", "#dcc596", 590)
    drawing.box(170, 70, 480, 530, "#9a6a3e", 12)
    fills = (BRAND, CLAY, AMBER, MEADOW, PALE, INK, SUN, LEAF)
    for row in range(3):
        drawing.box(190, 92 + row * 166, 440, 146, "#7c5431", 6)
        for number in range(12):
            height = 84 + (number * 37 + row * 23) % 46
            if (row, number) not in {(1, 10), (1, 11), (2, 4), (2, 5)}:
                x = 200 + number * 35
                drawing.box(x, 238 + row * 166 - height, 30, height, fills[(number * 3 + row) % 8], 4)
                drawing.box(x + 6, 250 + row * 166 - height, 18, 8, CREAM, 3)
    drawing.walker(720, 620, 1.4, MIDDLE, 0, "short")
    drawing.arm(MIDDLE, 0, 1.2, (690, 316), (640, 350), (592, 350))
    drawing.box(556, 306, 30, 98, CLAY, 4)
    drawing.walker(930, 620, 1.36, LEAF, 2, "bun", BRAND)
    drawing.arm(LEAF, 2, 1.15, (966, 320), (1000, 390), (962, 430))
    drawing.bubble(870, 60, 170, WHITE, -1, 1)
    return drawing
