"""Exact amounts and quantities for the templates, as the reader's language writes them.

Stands on `plan_page`.
"""

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from passerelle_web.plans.plan_page import money

register = template.Library()


@register.filter
def in_currency(amount: Decimal | str | None, currency: str) -> str:
    """An amount with the currency's own decimals; nothing where it is not known."""
    return "" if amount is None else f"{money(amount, currency, get_language() or 'en')} {currency}"
