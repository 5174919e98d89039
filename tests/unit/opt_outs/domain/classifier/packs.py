"""Every language there is."""

from opt_outs.domain.classifier import english, french, german, portuguese, spanish

PACKS = [english.PACK, spanish.PACK, french.PACK, portuguese.PACK, german.PACK]
