"""What a person wrote, out of messages as the common mail programs make them, in five languages.

Covers `passerelle_web.post.quoting`.
"""

import pytest
from django.utils import translation

from passerelle_web.post.answers import above_this_line
from passerelle_web.post.quoting import own_words, text_of_html

HERS = "I agree.\n\nWith one change."

PLAIN = {
    "Gmail, English": "{}\n\nOn Fri, Nov 27, 2026 at 9:14 AM Passerelle <passerelle@example.org> wrote:\n\n> A stall.\n> More.\n",
    "Gmail, broken over lines": "{}\n\nOn Fri, Nov 27, 2026 at 9:14 AM Passerelle\n<passerelle@example.org>\nwrote:\n\n> A stall.\n",
    "Gmail, French": "{}\n\nLe ven. 27 nov. 2026 à 09:14, Passerelle <p@example.org> a écrit :\n\n> Un étal.\n",
    "Gmail, Spanish": "{}\n\nEl vie, 27 nov 2026 a las 9:14, Passerelle (<p@example.org>) escribió:\n\n> Un puesto.\n",
    "Gmail, Dutch": "{}\n\nOp vr 27 nov 2026 om 09:14 schreef Passerelle <p@example.org>:\n\n> Een kraam.\n",
    "Gmail, Arabic": "{}\n\nفي الجمعة، 27 نوفمبر 2026 في 9:14 ص تمت كتابة ما يلي بواسطة كتب Passerelle <p@example.org>:\n\n> كشك.\n",
    "Apple Mail, English": "{}\n\nSent from my iPhone\n\n> On 27 Nov 2026, at 09:14, Passerelle <p@example.org> wrote:\n> \n> A stall.\n",
    "Apple Mail, Dutch": "{}\n\nVerstuurd vanaf mijn iPhone\n\n> Op 27 nov 2026 om 09:14 heeft P <p@e.org> het volgende geschreven:\n",
    "Apple Mail, French": "{}\n\nEnvoyé de mon iPhone\n\n> Le 27 nov. 2026 à 09:14, P <p@e.org> a écrit :\n> Un étal.\n",
    "Apple Mail, Spanish": "{}\n\nEnviado desde mi iPhone\n\n> El 27 nov 2026, a las 9:14, P <p@e.org> escribió:\n",
    "Thunderbird": "{}\n\nOn 27/11/2026 09:14, Passerelle wrote:\n> A stall.\n>> Before.\n",
    "Outlook, English": "{}\n\nFrom: Passerelle <p@e.org>\nSent: Friday, 27 November 2026 09:14\nTo: Ana\nSubject: Fair\n\nA stall.\n",
    "Outlook, with a rule": "{}\n\n________________________________\nFrom: P <p@e.org>\nSent: Friday\nTo: Ana\nSubject: Fair\n\nA stall.\n",
    "Outlook, French": "{}\n\nDe : Passerelle <p@e.org>\nEnvoyé : vendredi 27 novembre 2026 09:14\nÀ : Ana\nObjet : Foire\n\nUn étal.\n",
    "Outlook, Dutch": "{}\n\nVan: Passerelle <p@e.org>\nVerzonden: vrijdag 27 november 2026\nAan: Ana\nOnderwerp: Markt\n\nKraam.\n",
    "Outlook, Spanish": "{}\n\nDe: Passerelle <p@e.org>\nEnviado: viernes\nPara: Ana\nAsunto: Feria\n\nUn puesto.\n",
    "Outlook, Arabic": "{}\n\nمن: Passerelle <p@e.org>\nتم الإرسال: الجمعة\nإلى: Ana\nالموضوع: السوق\n\nكشك.\n",
    "Outlook, old": "{}\n\n-----Original Message-----\nFrom: P\nSent: Friday\n\nA stall.\n",
    "Outlook, old, Dutch": "{}\n\n-----Oorspronkelijk bericht-----\nVan: P\n\nEen kraam.\n",
    "Outlook, old, French": "{}\n\n-----Message d'origine-----\nDe : P\n\nUn étal.\n",
    "Outlook, old, Spanish": "{}\n\n-----Mensaje original-----\nDe: P\n\nUn puesto.\n",
    "Outlook, old, Arabic": "{}\n\n-----الرسالة الأصلية-----\nكشك.\n",
    "our own line": "{}\n\n--- Write your answer above this line ---\n\nA stall.\n",
    "our own line, quoted, French": "{}\n\n> --- Écrivez votre réponse au-dessus de cette ligne ---\n>\n> Un étal.\n",
    "a signature": "{}\n\n-- \nAna Ananda\nMinistry of Fairs\n",
    "an old telephone": "{}\r\n\r\nGet Outlook for Android\r\n",
    "Windows' line ends": "{}\r\n\r\nOn 27/11/2026 09:14, Passerelle wrote:\r\n> A stall.\r\n",
    "below the quotation": "On 27/11/2026 09:14, Passerelle wrote:\n> A stall.\n\n{}\n\n-- \nAna\n",
}


@pytest.mark.parametrize("form", PLAIN)
def test_her_words_are_left_and_nothing_else(form):
    assert own_words(PLAIN[form].replace("{}", HERS)) == HERS


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_our_own_line_is_known_in_every_language(language):
    with translation.override(language):
        line = above_this_line()
    assert own_words(f"{HERS}\n\n{line}\n\nA stall.") == HERS


@pytest.mark.parametrize(
    "hers",
    [
        "On Monday the minister wrote:\nWe shall open the fair.\nThat was true.",
        "From: here I cannot say.\nTo be honest, the fair is closed.",
        "De: acuerdo.\nGracias.",
        "5 > 3 and 3 < 5.",
        "-- this is no signature",
        "Le fait que personne n'a écrit : voilà le problème.",
        "في رأيي أن الاقتراح جيد.",
        "* one\n* two\n\n1. three",
    ],
)
def test_what_she_wrote_herself_is_never_cut(hers):
    assert own_words(hers) == hers


def test_answers_between_quoted_lines_are_all_kept():
    between = "On 27/11/2026, P wrote:\n> First?\nYes.\n> Second?\nNo.\n"
    assert own_words(between) == "Yes.\nNo."


def test_nothing_of_hers_is_nothing():
    assert own_words("> only quoted\n\nSent from my iPhone\n") == ""
    assert own_words("") == ""


HTML = {
    "Gmail": '<div dir="ltr"><div>I agree.</div><div><br></div><div>With one change.</div></div><br>'
    '<div class="gmail_quote"><div class="gmail_attr">On Fri P &lt;p@e.org&gt; wrote:<br></div>'
    "<blockquote>A stall.</blockquote></div>",
    "Outlook": "<html><head><style>p {margin:0}</style></head><body><div><p>I agree.</p><p>&nbsp;</p><p>With one change.</p>"
    '</div><div id="divRplyFwdMsg"><b>From:</b> P &lt;p@e.org&gt;<br><b>Sent:</b> Friday<br><b>To:</b> Ana<br>'
    "<b>Subject:</b> Fair</div><div>A stall.</div></body></html>",
    "Apple Mail": "<body>I agree.<div><br></div><div>With one change.<br><div><br><blockquote type='cite'>"
    "<div>On 27 Nov, P wrote:</div><div>A stall.</div></blockquote></div></div></body>",
    "Thunderbird": "<p>I agree.</p><p>With one change.</p><div class='moz-cite-prefix'>On 27/11 P wrote:<br></div>"
    "<blockquote><p>A stall.</p></blockquote>",
}


@pytest.mark.parametrize("form", HTML)
def test_messages_in_html_alone_are_read_as_well(form):
    assert own_words(text_of_html(HTML[form])).replace("\n\n\n", "\n\n") == HERS


def test_scripts_and_styles_are_no_words():
    assert text_of_html("<script>alert(1)</script><style>p{}</style><p>Yes &amp; no</p>") == "Yes & no"
