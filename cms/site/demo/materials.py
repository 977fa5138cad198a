"""What stands on the course pages of the demo beside the programme: a picture, a voice of a participant."""

from cms.site.demo.courses import Topic

# Which drawing of ``images.ALT`` goes with which courses.
PICTURES = {
    "biblioteka": "ASY ROW",
    "czytanie": "PRO",
    "dlonie": "WYP INT3 PP",
    "dom": "DEI",
    "droga": "WIE BEZ",
    "fotel": "DIA PSY",
    "krag": "DM SUP UZA PJM",
    "kuchnia": "PSP IPZS",
    "mapa": "USL OSL",
    "ogrod": "SDSM",
    "schody": "KON DOR",
    "stol": "NK ZES ANI LID MED",
    "tablet": "ROD CYF KLA",
    "tablica": "KPA EWA KZ ZLE ETY DIA3",
    "telefon": "INT DM2",
    "warsztat": "TRP ZAZ",
}
PICTURE_OF = {code: kind for kind, codes in PICTURES.items() for code in codes.split()}

# By the domain of the first competence a course is about: what somebody said, who, in what post.
VOICES = {
    "C1": (
        "Najwięcej dały mi ćwiczenia na własnych przypadkach. Następnego dnia rozmawiałam inaczej.",
        "uczestniczka poprzedniej edycji",
        "pracownik socjalny",
    ),
    "C2": (
        "Przyjechałem z pytaniem, na które nikt u nas nie miał odpowiedzi. Wróciłem z planem na pierwsze trzy miesiące.",
        "uczestnik poprzedniej edycji",
        "instruktor zawodu",
    ),
    "C3": (
        "Usiedliśmy w jednej sali z ludźmi, do których dotąd tylko pisaliśmy pisma. Numery telefonów mamy do dziś.",
        "uczestnik poprzedniej edycji",
        "organizator społeczności lokalnej",
    ),
    "C4": (
        "Każdy przepis był pokazany na prawdziwej sprawie. Wzory, które przygotowaliśmy, leżą na moim biurku.",
        "uczestniczka poprzedniej edycji",
        "specjalista pracy socjalnej",
    ),
    "C5": (
        "Bałam się kolejnej prezentacji, a przez cały dzień ćwiczyliśmy. W zespole stosujemy to do tej pory.",
        "uczestniczka poprzedniej edycji",
        "kierownik ośrodka",
    ),
}


def voice(topic: Topic) -> dict[str, str]:
    """The value of a quote block for the page of a course."""
    text, author, role = VOICES[topic.aims[0][0].split(".")[0]]
    return {"text": text, "author": author, "role": role}


def to_know(topic: Topic) -> tuple[str, str]:
    """Two paragraphs to read before the first meeting."""
    if topic.mode == "remote":
        return (
            "Link do spotkania i materiały przychodzą e-mailem dzień przed zajęciami. Wystarczy komputer "
            "z kamerą i mikrofonem; na próbę połączenia zapraszamy kwadrans wcześniej.",
            "Prosimy zgłosić szczególne potrzeby osobie do kontaktu: przygotujemy napisy, tłumacza PJM albo materiały "
            "w dużym druku.",
        )
    return (
        "Przed szkoleniem wystarczy przeczytać program. Materiały do ćwiczeń otrzymuje się na miejscu.",
        "Prosimy zgłosić szczególne potrzeby osobie do kontaktu: wtedy przygotujemy salę i materiały.",
    )
