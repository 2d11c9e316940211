from stance.annotation import annotate
from stance.article import Actor, Article


def actors(text, known=()):
    return annotate(Article("1", text), actors=known, layers=["actors"]).actors


def test_known_actors_come_first_and_keep_their_ids():
    text = "The commission met Ana Ruiz. Ruiz left; the Electoral Commission stayed."
    known = [Actor("ec", "Electoral Commission", ("commission",), kind="organisation")]
    found = {actor.id: actor for actor in actors(text, known)}
    assert [span.of(text) for span in found["ec"].mentions] == [
        "commission",
        "Electoral Commission",
    ]
    assert found["ec"].kind == "organisation"
    assert found["actor-1"].name == "Ana Ruiz"


def test_a_known_alias_wins_over_a_longer_name_that_would_be_found():
    text = "They met Ruiz Valdez."
    [one] = actors(text, [Actor("valdez", "Valdez")])[-1:]
    assert one.id == "valdez"


def test_a_known_actor_who_is_not_mentioned_is_left_out():
    assert actors("Nobody came.", [Actor("x", "Ana Ruiz")]) == ()


def test_found_ids_avoid_the_users():
    found = actors("Ana Ruiz met Ivo Lund.", [Actor("actor-1", "Ivo Lund")])
    assert [actor.id for actor in found] == ["actor-2", "actor-1"]


def test_kinds_of_actors():
    text = "Gov. Ana Ruiz, the Farm Board, Norway, the Muslims and the Republicans met."
    assert {a.name: a.kind for a in actors(text)} == {
        "Ana Ruiz": "person",
        "Farm Board": "organisation",
        "Norway": "country",
        "Muslims": "group",
        "Republican Party": "organisation",
    }


def test_a_surname_of_two_people_goes_to_the_one_named_in_full_more_often():
    text = "Ana Ruiz met Leo Ruiz. Ana Ruiz spoke. Nobody heard Ruiz."
    assert {a.name: len(a.mentions) for a in actors(text)} == {"Ana Ruiz": 3, "Leo Ruiz": 1}


def test_the_order_is_that_of_first_mention():
    found = actors("He met Ivo Lund. Then Norway called. Later Ana Ruiz met Lund.")
    assert [actor.name for actor in found] == ["Ivo Lund", "Norway", "Ana Ruiz"]


def mentions(text, known, identifier="own"):
    found = {actor.id: actor for actor in actors(text, known)}
    return [span.of(text) for span in found[identifier].mentions] if identifier in found else []


OWN = (Actor("own", "Ana Ruiz"),)


def test_other_forms_of_a_known_name_mean_the_known_actor():
    text = (
        "Senator Ana Ruiz left. Ruiz waved. Ana M. Ruiz and Sen. Ruiz spoke; the Senator sat."
    )
    assert mentions(text, OWN) == ["Ana Ruiz", "Ruiz", "Ana M. Ruiz", "Ruiz", "Senator"]
    assert [actor.id for actor in actors(text, OWN)] == ["own"]


def test_a_surname_alone_means_the_known_actor():
    assert mentions("Nobody heard Ruiz.", OWN) == ["Ruiz"]
    [one] = actors("Nobody heard Ruiz.", OWN)
    assert (one.name, one.kind, one.aliases) == ("Ana Ruiz", "person", ("Ruiz",))


def test_a_surname_means_whoever_is_named_in_full_the_known_actor_first():
    both = "Leo Ruiz and Leo Ruiz met Ana Ruiz. Ruiz spoke."
    assert mentions(both, OWN) == ["Ana Ruiz", "Ruiz"]
    assert mentions("Leo Ruiz came. Ruiz spoke.", OWN) == []


def test_an_acronym_of_a_known_name_means_the_known_actor():
    known = [Actor("own", "National Farm Board")]
    text = "The National Farm Board met. Nobody at the NFB spoke."
    assert mentions(text, known) == ["National Farm Board", "NFB"]
    assert mentions("Nobody at the NFB spoke.", known) == ["NFB"]


def test_another_name_of_a_known_country_means_the_known_actor():
    assert mentions("The US said no.", [Actor("own", "United States")]) == ["US"]


CAPITALS = (
    "Moscow said no in Moscow. The Kremlin and Russians agreed; the French have not. "
    "Mr. Washington drank French wine near London."
)


def test_metonyms_are_an_option():
    found = annotate(Article("1", CAPITALS), metonyms=True, layers=["actors"]).actors
    named = {actor.name: [span.of(CAPITALS) for span in actor.mentions] for actor in found}
    assert named == {
        "Russia": ["Moscow", "Kremlin", "Russians"],
        "France": ["French"],
        "Washington": ["Washington"],
    }
    assert {actor.kind for actor in found} == {"country", "person"}
    assert "Russia" not in {actor.name for actor in actors(CAPITALS)}


def test_metonyms_of_a_known_country_mean_the_known_actor():
    known = [Actor("ru", "Russian Federation"), Actor("paris", "Paris")]
    text = "Moscow said no. Paris said yes."
    found = annotate(Article("1", text), actors=known, metonyms=True, layers=["actors"]).actors
    assert {a.id: [span.of(text) for span in a.mentions] for a in found} == {
        "ru": ["Moscow"],
        "paris": ["Paris"],
    }
