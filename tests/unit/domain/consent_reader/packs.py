"""Every language there is."""

from shared.domain.consent_reader import english, french, german, portuguese, spanish

PACKS = [english.PACK, spanish.PACK, french.PACK, portuguese.PACK, german.PACK]
