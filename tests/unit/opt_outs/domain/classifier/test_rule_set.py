"""A decision names the rules it was made by, so other rules have another name."""

from hashlib import sha256

from opt_outs.domain.classifier.classification import RULE_SET
from tests.unit.opt_outs.domain.classifier.packs import PACKS

# When this fails: raise RULE_SET, and put the digest of its rules here.
RULE_SET_OF_DIGEST = {"473fde22d9fcc5d96fb38ea8303a1a627f9258e873a9cd68c7f2886be4802e0c": "3"}


def test_rule_set_has_another_version_when_words_or_phrases_change() -> None:
    digest = sha256(repr(PACKS).encode()).hexdigest()

    assert RULE_SET_OF_DIGEST.get(digest) == RULE_SET, digest
