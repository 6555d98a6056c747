"""Tells whether a text is in a language that is not spoken here: neither Dutch nor English."""

from __future__ import annotations

import unicodedata

from intents import normalize
from intents.language import language_of

ENOUGH = 2  # words that Dutch and English do not have


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of everyday sentences in the languages that entrepreneurs here are likely to try. None
# of them is a word, a dialect word or a name in Dutch or English.
_FOREIGN = _listed(
    """
    ich nicht und ist sie mein meine können kann möchte moechte möchten wir haben habe wieviel
    bitte danke guten auf für wird sind sprechen deutsch wollen brauche brauchen ihre ihr über
    welche kostet's kostenlos gewerbegebiet unternehmen sicherheit wann warum muss müssen
    je vous nous est les des une pour avec bonjour merci comment combien coûte coute voudrais
    quel quelle français parlez suis avez notre votre entreprise sécurité pourquoi
    el los las una para con hola gracias cómo cuánto cuanto cuesta quiero puede necesito español
    por favor nuestra empresa seguridad
    jest nie czy dzień dobry ile kosztuje proszę prosze jak mogę moge mam chcę chce dziękuję
    dziekuje bardzo firma po polsku gdzie kiedy dlaczego mówi mowi pan pani cześć czesc się sie
    bir ne kadar nasıl nasil merhaba teşekkür tesekkur istiyorum bu için icin değil degil var mı
    mi fiyatı fiyati bunun türkçe turkce biliyor lütfen lutfen güvenlik guvenlik şirket sirket
    bună buna ziua cât cat costă costa mulțumesc multumesc vreau sunt pentru este
    ciao buongiorno quanto grazie vorrei sono della nostra azienda sicurezza
    olá obrigado preço quero
    """
)
_ALSO_HERE = _listed(
    "ist est des les una por las con el para var mi cat po je mam nie pan sie ne bu"
)
_ONLY_FOREIGN = _FOREIGN - _ALSO_HERE


def speaks_foreign(text: str) -> bool:
    """Whether this is most likely another language; a word or two is never enough."""
    if not text.isascii() and _is_in_another_script(text):
        return True
    typed = [word.strip(".,;:!?()\"'").lower() for word in text.split()]
    if _ONLY_FOREIGN.isdisjoint(typed):
        return False
    some = sum(word in _FOREIGN for word in typed)
    if some < ENOUGH or len(typed) < ENOUGH + 1:
        return False
    words = normalize.words(text)
    ours = sum(word in _OURS for word in words)
    return language_of(words) == "nl" and some > ours


def _is_in_another_script(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    strange = sum(not unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return strange * 2 > len(letters)


_OURS = _listed(
    """
    de het een en van ik wij we is zijn niet met voor op te dat die u uw wat wie hoe waar kan
    heb hebben mijn ons onze bij aan ook naar om of maar als er geen wil moet kost the and of to
    """
)
