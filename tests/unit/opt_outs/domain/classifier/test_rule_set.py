"""A decision names the rules it was made by, so other rules have another name."""

from hashlib import sha256

from opt_outs.domain.classifier.classification import RULE_SET
from tests.unit.opt_outs.domain.classifier.packs import PACKS

# When this fails: raise RULE_SET, and put the digest of its rules here.
RULE_SET_OF_DIGEST = {"b0fa3f6a407d47abd323241d4c6edd092064f3dae8a7815f18d19406584e721b": "12"}


def test_rule_set_has_another_version_when_words_or_phrases_change() -> None:
    digest = sha256(repr(PACKS).encode()).hexdigest()

    assert RULE_SET_OF_DIGEST.get(digest) == RULE_SET, digest
