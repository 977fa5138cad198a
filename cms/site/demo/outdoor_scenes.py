"""Scenes of the demo in the open, and two that are only a sign: hands and a map."""

from cms.site.demo.drawing import (
    AMBER,
    BRAND,
    CLAY,
    CREAM,
    INK,
    LEAF,
    MEADOW,
    MIDDLE,
    MINT,
    PALE,
    SAND,
    SKINS,
    SKY,
    SUN,
    WHITE,
    WOOD,
    Drawing,
    smooth,
)


def way() -> Drawing:
    drawing = Drawing(SKY)
    drawing.dot(600, 262, 330, "#f2f8fd")
    drawing.cloud(280, 150, 1.1)
    drawing.cloud(960, 210, 0.9)
    drawing.hill("#b9d9c5", (0, 400), (220, 320), (480, 380), (760, 322), (1000, 360), (1200, 310))
    drawing.house(860, 356, 0.34)
    drawing.house(935, 350, 0.26, CREAM, BRAND, CLAY)
    drawing.hill(MEADOW, (0, 452), (240, 408), (520, 442), (820, 392), (1200, 440))
    drawing.tree(250, 430, 0.6)
    drawing.tree(318, 440, 0.42, "#2f7552")
    drawing.tree(1100, 436, 0.62, "#2f7552")
    drawing.hill(LEAF, (0, 560), (300, 500), (640, 540), (940, 482), (1200, 530))
    left = smooth(((400, 675), (520, 600), (790, 540), (700, 478), (700, 446), (846, 372)))
    right = smooth(((858, 372), (748, 446), (770, 478), (900, 540), (720, 614), (680, 675)))
    drawing.shape(SAND, *left, *right)
    drawing.compass(600, 208, 140)
    drawing.box(954, 400, 14, 170, WOOD, 5)
    drawing.shape(WHITE, (900, 420), (1010, 420), (1032, 442), (1010, 464), (900, 464))
    drawing.stroke(BRAND, 8, (922, 442), (992, 442))
    drawing.shape(SUN, (1024, 474), (922, 474), (900, 494), (922, 514), (1024, 514))
    for x, y, size, shirt, who, style in (
        (800, 548, 0.44, MIDDLE, 1, "short"), (664, 606, 0.62, AMBER, 0, "bob"), (500, 652, 0.78, CLAY, 2, "bun"),
    ):  # fmt: skip
        drawing.walker(x, y, size, shirt, who, style)
        drawing.arm(shirt, who, size * 0.8, (x + 24 * size, y - 210 * size), (x + 50 * size, y - 160 * size),
                  (x + 62 * size, y - 128 * size))  # fmt: skip
    for x, y in ((210, 600), (250, 630), (170, 640), (1050, 610), (1000, 640), (920, 622)):
        drawing.sprig(x, y, 46, MINT, SUN if x % 4 else WHITE)
    return drawing


def hands() -> Drawing:
    drawing = Drawing(CREAM)
    drawing.dot(600, 320, 250, "#fbe9c2")
    for x, y in ((350, 190), (860, 170), (300, 330), (910, 320)):
        drawing.dot(x, y, 12, SUN)
    drawing.curve(LEAF, 16, (600, 450), (596, 360), (604, 250))
    for side, y in ((-1, 352), (1, 322)):
        drawing.shape(MEADOW, *smooth(((600, y), (600 + side * 40, y - 70), (600 + side * 126, y - 92),
                                     (600 + side * 104, y - 20), (600, y))))  # fmt: skip
    drawing.shape(LEAF, *smooth(((604, 258), (566, 206), (606, 140), (644, 206), (604, 258))))
    drawing.dot(600, 476, 132, "#7a5236", 70)
    drawing.dot(600, 456, 96, "#8d6243", 40)
    for side, skin, sleeve in ((-1, SKINS[0], BRAND), (1, SKINS[1], CLAY)):
        palm = ((600 + side * 8, 540), (600 + side * 90, 536), (600 + side * 168, 486), (600 + side * 196, 420))
        drawing.curve(skin, 74, *palm)
        for reach in (0, 1, 2):
            drawing.curve(skin, 30, (600 + side * 150, 480), (600 + side * (168 - 20 * reach), 430),
                        (600 + side * (166 - 34 * reach), 396 + 24 * reach))  # fmt: skip
        drawing.curve(skin, 80, (600 + side * 110, 540), (600 + side * 220, 580), (600 + side * 330, 640))
        drawing.curve(sleeve, 116, (600 + side * 300, 620), (600 + side * 420, 690), (600 + side * 500, 740))
    return drawing


def garden() -> Drawing:
    drawing = Drawing(SKY)
    drawing.dot(930, 150, 66, SUN)
    drawing.cloud(330, 140)
    drawing.cloud(690, 110, 0.8)
    drawing.hill("#b9d9c5", (0, 400), (300, 350), (640, 392), (1200, 340))
    drawing.house(250, 430, 0.95)
    drawing.tree(980, 430, 1.1)
    drawing.hill(MEADOW, (0, 450), (400, 430), (800, 446), (1200, 424))
    drawing.walker(470, 560, 1.02, AMBER, 2, "bob", BRAND)
    drawing.walker(830, 560, 1.06, MIDDLE, 1, "short")
    drawing.arm(AMBER, 2, 0.95, (494, 346), (524, 400), (576, 410))
    drawing.arm(MIDDLE, 1, 0.95, (806, 340), (770, 390), (732, 430))
    drawing.shape(BRAND, (566, 400), (640, 400), (648, 470), (558, 470))
    drawing.stroke(BRAND, 12, (640, 452), (690, 414))
    drawing.shape(BRAND, (682, 392), (712, 420), (696, 436), (668, 408))
    for drop in range(4):
        drawing.stroke("#6aa1cf", 5, (704 + drop * 9, 440 + drop % 2 * 8), (707 + drop * 9, 456 + drop % 2 * 8))
    for left, width, blooms in ((140, 420, (CLAY, AMBER, WHITE)), (610, 450, (WHITE, CLAY, SUN))):
        for number in range(7):
            x = left + 38 + number * (width - 76) / 6
            drawing.sprig(x, 544, 48 + 22 * (number % 3), LEAF, blooms[number % 3] if number % 2 else "")
        drawing.box(left, 536, width, 100, WOOD, 8)
        for board in (568, 602):
            drawing.box(left, board, width, 4, "#9a6a3e")
    return drawing


def home() -> Drawing:
    drawing = Drawing("#e9f1f8")
    drawing.dot(320, 170, 70, SUN)
    drawing.cloud(600, 120)
    drawing.cloud(900, 170, 0.8)
    drawing.hill("#b9d9c5", (0, 420), (300, 360), (700, 410), (1200, 350))
    drawing.tree(330, 450, 1.05)
    drawing.tree(830, 436, 0.9, "#2f7552")
    drawing.hill(MEADOW, (0, 470), (400, 446), (800, 452), (1200, 440))
    drawing.house(580, 470, 1.36)
    left = smooth(((545, 470), (520, 540), (400, 590), (360, 680)))
    right = smooth(((560, 680), (540, 610), (610, 560), (616, 470)))
    drawing.shape(SAND, *left, *right)
    drawing.dot(900, 480, 74, AMBER)
    drawing.dot(900, 480, 36, MEADOW)
    drawing.box(882, 546, 36, 110, AMBER)
    for y in (590, 628):
        drawing.box(910, y, 44, 22, AMBER, 4)
    for x in (220, 260, 300, 700, 740, 1010):
        drawing.sprig(x, 600 + x % 3 * 14, 58, LEAF, (WHITE, CLAY, SUN)[x // 20 % 3])
    return drawing


def town_map() -> Drawing:
    drawing = Drawing("#e9f1f8")
    left, right, top, bottom = 170, 1030, 110, 590
    fold = (right - left) / 4
    for number in range(4):
        x, up, down = left + number * fold, number % 2 * 34, (number + 1) % 2 * 34
        corners = ((x, top + up), (x + fold, top + down), (x + fold, bottom + down), (x, bottom + up))
        drawing.shape("#fbf5e4" if number % 2 else "#f2e8cd", *corners)
    drawing.shape(MINT, *smooth(((200, 180), (320, 150), (400, 240), (330, 330), (210, 300), (200, 180))))
    drawing.shape(MINT, *smooth(((640, 440), (800, 420), (960, 500), (860, 570), (660, 560), (640, 440))))
    drawing.curve("#a9cdea", 44, (196, 470), (380, 420), (520, 500), (600, 580))
    for line in (
        ((190, 380), (420, 370), (700, 330), (1010, 380)), ((500, 150), (520, 300), (560, 420), (760, 600)),
        ((820, 170), (800, 330), (880, 420), (1000, 440)),
    ):  # fmt: skip
        drawing.curve(WHITE, 20, *line)
    for x, y in ((600, 230), (660, 250), (590, 290), (880, 260), (930, 290), (440, 540), (360, 560), (690, 400)):
        drawing.box(x - 20, y - 16, 40, 32, "#dcc99b", 5)
    dots = smooth(((300, 330), (430, 300), (516, 360), (640, 356), (740, 300)))
    for x, y in dots[::4]:
        drawing.dot(x, y, 6, BRAND)
    for x, y, size, fill in ((300, 330, 1, CLAY), (740, 300, 1.25, BRAND), (470, 190, 0.8, AMBER),
                             (910, 500, 0.9, LEAF), (560, 540, 0.8, CLAY)):  # fmt: skip
        drawing.shape(fill, (x - 27 * size, y - 52 * size), (x + 27 * size, y - 52 * size), (x, y))
        drawing.dot(x, y - 64 * size, 31 * size, fill)
        drawing.dot(x, y - 64 * size, 13 * size, WHITE)
    drawing.compass(924, 200, 92)
    return drawing


def steps() -> Drawing:
    drawing = Drawing(SKY)
    drawing.dot(900, 190, 130, "#fbe9b8")
    drawing.dot(900, 190, 86, SUN)
    drawing.cloud(330, 170)
    drawing.cloud(620, 120, 0.8)
    drawing.hill("#b9d9c5", (0, 520), (300, 440), (700, 500), (1200, 420))
    drawing.hill(MEADOW, (0, 580), (500, 550), (1200, 580))
    for number, fill in enumerate((PALE, "#84b1d9", "#5b93c8", MIDDLE, BRAND)):
        top = 540 - number * 66
        drawing.box(190 + number * 164, top, 168, 600 - top, fill, 6)
        drawing.box(190 + number * 164, top, 168, 12, WHITE, 6)
    drawing.box(944, 120, 12, 160, INK, 5)
    drawing.shape(AMBER, (956, 124), (1050, 154), (956, 186))
    drawing.walker(590, 408, 0.9, CLAY, 0, "bob")
    drawing.arm(CLAY, 0, 0.8, (612, 222), (660, 230), (700, 196))
    drawing.tree(1100, 590, 0.9)
    for x in (80, 120, 160):
        drawing.sprig(x, 624, 54, LEAF, (WHITE, SUN, CLAY)[x // 40 % 3])
    return drawing
