"""How every form is written: labels above, help before the field, errors beside it and at the top.

Holds the choice of templates only. Stands on `people`.
"""

from django.forms.renderers import TemplatesSetting


class HouseForms(TemplatesSetting):
    """Django's forms in the house's templates: `{{ form }}` is all that a page writes."""

    form_template_name = "theme/form.html"
    field_template_name = "theme/field.html"
