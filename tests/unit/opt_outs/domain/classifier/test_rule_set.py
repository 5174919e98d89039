"""A decision names the rules it was made by, so other rules have another name."""

from hashlib import sha256

from opt_outs.domain.classifier.classification import RULE_SET
from tests.unit.opt_outs.domain.classifier.packs import PACKS

# When this fails: raise RULE_SET, and put the digest of its rules here.
RULE_SET_OF_DIGEST = {"cbc4262c648ccbb3de417ae0ad03fb960a98bc4cbf96717a1b07d3c04192ff29": "13"}


def test_rule_set_has_another_version_when_words_or_phrases_change() -> None:
    digest = sha256(repr(PACKS).encode()).hexdigest()

    assert RULE_SET_OF_DIGEST.get(digest) == RULE_SET, digest
