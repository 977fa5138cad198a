"""The pages of the demo: front page, catalogue, a page per course, good practices, texts."""

import json
from io import BytesIO

from django.core.files.images import ImageFile
from django.utils.html import format_html, format_html_join
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Site

from cms.pages.models import CourseIndexPage, CoursePage, HomePage, PracticeIndexPage, PracticePage, StandardPage
from cms.site.demo import duties, images
from cms.site.demo.courses import Topic
from cms.site.demo.materials import PICTURE_OF, to_know, voice
from cms.site.demo.practices import PRACTICES, PracticeText
from cms.site.demo.region import Region
from courses.catalogue.models import Course
from courses.catalogue.states import Mode
from courses.funding.models import FundingSource

ILLUSTRATIONS = tuple(images.ALT)


def picture(kind: str, title: str):
    """A drawn illustration as an image of the library."""
    content = images.illustration(kind)
    return get_image_model().objects.create(
        title=title,
        file=ImageFile(BytesIO(content), name=f"{kind}.png"),
        collection=Collection.get_first_root_node(),
        description=images.ALT[kind],
    )


def funding_source() -> FundingSource:
    strip = get_image_model().objects.create(
        title="Pasek źródeł finansowania – przykład",
        file=ImageFile(BytesIO(images.funding_strip()), name="pasek.png"),
        collection=Collection.get_first_root_node(),
    )
    return FundingSource.objects.create(
        name="Projekt przykładowy – skuteczna polityka społeczna",
        project_number="PRZYKŁAD.01.01-00-0001/24",
        project_title="Kadry, które wspierają",
        sentence="Szkolenie bezpłatne. Projekt przykładowy, dofinansowany ze środków publicznych.",
        strip=strip,
        strip_alt=images.STRIP_ALT,
    )


def build_pages(region: Region, courses: list[tuple[Course, Topic]]) -> int:
    """Replace Wagtail's welcome page by a whole site; gives the number of pages."""
    root = Page.get_first_root_node()
    library = {kind: picture(kind, images.ALT[kind]) for kind in ILLUSTRATIONS}
    for page in root.get_children():
        page.delete()
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=HomePage(
            title="Kompas – szkolenia i kompetencje",
            slug="kompas",
            hero_title="Znajdź szkolenie, które naprawdę coś zmienia",
            lead="Bezpłatne szkolenia dla kadr pomocy i integracji społecznej województwa lubelskiego: "
            "od wyboru terminu po potwierdzoną kompetencję.",
            image=library[ILLUSTRATIONS[0]],
            image_alt=images.ALT[ILLUSTRATIONS[0]],
        )
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Kompas")
    catalogue = home.add_child(
        instance=CourseIndexPage(
            title="Kursy",
            slug="szkolenia",
            show_in_menus=True,
            lead="Bezpłatne szkolenia dla kadr pomocy i integracji społecznej. Wybierz termin, zgłoś się dwoma "
            "kliknięciami i sprawdź, jak rosną Twoje kompetencje.",
        )
    )
    for course, topic in courses:
        kind = PICTURE_OF[topic.code]
        catalogue.add_child(instance=_course_page(course, topic, library[kind], images.ALT[kind]))
    practices = home.add_child(
        instance=PracticeIndexPage(
            title="Dobre praktyki",
            slug="dobre-praktyki",
            show_in_menus=True,
            lead="Rozwiązania, które działają w instytucjach regionu, opisane przez tych, którzy je stosują.",
        )
    )
    for number, text in enumerate(PRACTICES):
        kind = ILLUSTRATIONS[(number + 3) % len(ILLUSTRATIONS)]
        practices.add_child(instance=_practice_page(region, text, library[kind], images.ALT[kind]))
    home.add_child(
        instance=StandardPage(
            title="O systemie",
            slug="o-systemie",
            show_in_menus=True,
            summary="Po co jest Kompas i jak chroni dane osób, które się szkolą.",
            body=json.dumps(
                [
                    _text(
                        "Kompas prowadzi szkolenia kadr od ogłoszenia naboru po potwierdzoną kompetencję.",
                        "Miejsca są przyznawane według zapisanych zasad, obecność jest liczona w minutach, a efekty "
                        "sprawdza osoba, która nie prowadziła zajęć.",
                        "Każdy widzi wszystko o sobie, kierownik tylko osoby ze swojej instytucji, a strona sprawdzania "
                        "zaświadczeń nie podaje nazwisk.",
                    )
                ]
            ),
        )
    )
    duties.build_help(home)
    duties.build_accessibility_statement(home, region.day)
    duties.build_legal_texts(home, region.day)
    return Page.objects.count()


def _text(*paragraphs: str) -> dict:
    return {"type": "text", "value": str(format_html_join("", "<p>{}</p>", ((text,) for text in paragraphs)))}


def _course_page(course: Course, topic: Topic, image, alt: str) -> CoursePage:
    materials = [_text(*to_know(topic)), {"type": "quote", "value": voice(topic)}]
    remote = topic.mode == Mode.REMOTE
    return CoursePage(
        title=course.title,
        slug=course.code.casefold(),
        course=course,
        image=image,
        image_alt=alt,
        provided="Udział i materiały." if remote else "Udział, materiały i poczęstunek.",
        accessibility="Napisy na żywo i tłumacz PJM na życzenie, materiały dostępne cyfrowo."
        if remote
        else "Sala dostępna dla osób poruszających się na wózkach. Na życzenie tłumacz PJM i pętla indukcyjna.",
        materials=json.dumps(materials),
        search_description=course.summary[:250],
    )


def _practice_page(region: Region, text: PracticeText, image, alt: str) -> PracticePage:
    organisation = next(
        (
            organisation
            for organisation, made in zip(region.organisations, region.made, strict=True)
            if made.kind == text.institution_kind and made.locality == text.locality
        ),
        None,
    ) or next(
        organisation
        for organisation, made in zip(region.organisations, region.made, strict=True)
        if made.kind == text.institution_kind
    )
    page = PracticePage(
        title=text.title,
        slug=text.slug,
        summary=text.summary,
        image=image,
        image_alt=alt,
        body=json.dumps(list(_body(text))),
        organisation=organisation,
        contact_name="Sekretariat",
        contact_email=organisation.email,
    )
    page.competences = [region.competences[code] for code in text.competences]
    return page


def _body(text: PracticeText):
    """Blocks in order; headings and paragraphs that follow each other share one block of text."""
    html: list[str] = []
    for kind, words in text.body:
        if kind == "quote":
            if html:
                yield {"type": "text", "value": "".join(html)}
                html = []
            yield {"type": "quote", "value": {"text": words, "author": "", "role": ""}}
        elif kind == "heading":
            html.append(format_html("<h3>{}</h3>", words))
        elif kind == "list":
            items = format_html_join("", "<li>{}</li>", ((line,) for line in words.splitlines() if line.strip()))
            html.append(format_html("<ul>{}</ul>", items))
        else:
            html.append(format_html("<p>{}</p>", words))
    if html:
        yield {"type": "text", "value": "".join(html)}
