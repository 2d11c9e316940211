import pytest

from stance.article import Article, Passage, Span
from stance.features.roles import roles_of_target


def roles(text, target="Ode", spans=()):
    return roles_of_target(Passage(Article("1", text), target=target, target_spans=spans))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ode blamed Marsh", {"does:blame"}),
        ("Ode has repeatedly blamed Marsh", {"does:blame"}),
        ("Ode did not blame Marsh", {"does:not blame"}),
        ("Ode was blamed", {"is:blame"}),
        ("Ode is never kind", {"is:not kind"}),
        ("They blamed President Ode", {"meets:blame"}),
        ("A plan by Ode", {"by:plan"}),
        ("A letter to the former Ode", {"to:letter"}),
        ("I read Ode's brave plan", {"has", "has:brave", "has:plan", "meets:read"}),
        ("They met, Ode", {"begins,"}),
        ("They met Ode, who left", {"ends,", "meets:met"}),
    ],
)
def test_the_part_a_target_takes(text, expected):
    assert expected <= set(roles(text))


def test_a_genitive_does_nothing_itself():
    assert not [role for role in roles("Ode’s plan failed") if role.startswith("does")]


def test_every_mention_has_a_part():
    found = roles("Ode lied and she won", "Ode", (Span(0, 3), Span(13, 16)))
    assert {"does:lie", "does:won"} <= set(found)


@pytest.mark.parametrize("target", [None, "", "Nobody", "Marshall " * 50])
def test_no_mention_no_part(target):
    assert roles("Ode blamed Marsh", target) == []
    assert roles("", target) == []
