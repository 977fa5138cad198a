"""Pickers of people, institutions and dictionary entries in the admin."""

from django.utils.translation import gettext_lazy as _

from training.people.models import Organisation, OrganisationKind, Person, Position
from training.ui.choosers import KompasChooserViewSet


class PersonChooser(KompasChooserViewSet):
    model = Person
    icon = "user"
    permission = "kompas_training.view_person"
    folded_fields = ("name_fold", "email_fold", "former_names__name_fold", "merged__name_fold")
    digit_fields = ("phone_digits", "merged__phone_digits")
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Show this person")

    def get_object_list(self):
        return Person.objects.living()


class OrganisationChooser(KompasChooserViewSet):
    model = Organisation
    icon = "home"
    permission = "kompas_training.view_organisation"
    search_fields = ("number",)
    folded_fields = ("name_fold", "aliases__name_fold")
    digit_fields = ("nip", "regon", "phone_digits")
    choose_one_text = _("Choose an institution")
    choose_another_text = _("Choose another institution")
    edit_item_text = _("Show this institution")

    def get_object_list(self):
        return Organisation.objects.all()


class PositionChooser(KompasChooserViewSet):
    model = Position
    icon = "clipboard-list"
    permission = "kompas_training.view_position"
    search_fields = ("name_en",)
    folded_fields = ("name_fold",)
    choose_one_text = _("Choose a post")
    choose_another_text = _("Choose another post")
    edit_item_text = _("Show this post")


class KindChooser(KompasChooserViewSet):
    model = OrganisationKind
    icon = "tag"
    permission = "kompas_training.view_organisationkind"
    search_fields = ("code", "name_pl", "name_en")
    choose_one_text = _("Choose a kind")
    choose_another_text = _("Choose another kind")
    edit_item_text = _("Show this kind")


person_chooser = PersonChooser("kompas_person_chooser", url_prefix="kompas/choose/person")
organisation_chooser = OrganisationChooser("kompas_organisation_chooser", url_prefix="kompas/choose/organisation")
position_chooser = PositionChooser("kompas_position_chooser", url_prefix="kompas/choose/position")
kind_chooser = KindChooser("kompas_kind_chooser", url_prefix="kompas/choose/kind")
