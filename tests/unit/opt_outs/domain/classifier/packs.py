"""Every language there is."""

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import load_pack

PACKS = [load_pack(language) for language in Language]
