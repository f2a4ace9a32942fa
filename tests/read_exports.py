"""Reads the exports of a store back with the programs they are made for, and holds them against the JSONL export.

    python3 tests/read_exports.py SUYUAN STORE

SUYUAN is the program, STORE a store. PROV-JSON is read by `prov`, GraphML by `networkx`, DOT by `pydot` (small graphs)
and by Graphviz where it is installed, CSV by Python's own reader. Needs: pip install prov networkx pydot
"""

import collections
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import warnings

import networkx
import prov.model
from prov.constants import PROV_ATTR_ACTIVITY, PROV_TYPE

TABLES = ["articles", "claims", "quotes", "passages", "links", "clusters", "findings"]
# QUALIFIED_NAME of PROV-N with a prefix: https://www.w3.org/TR/prov-n/#expression-identifier
LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2070-\u218f\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
OTHER = r"(?:[/@~&+*?#$!]|%[0-9A-Fa-f]{2}|\\[=(),:;\[\].'\-])"
NAME = re.compile(
    f"[{LETTER}]+:(?:[{LETTER}_0-9]|{OTHER})(?:(?:[{LETTER}_0-9.\\-]|{OTHER})*(?:[{LETTER}_0-9\\-]|{OTHER}))?"
)
SMALL = 500  # nodes that pydot reads in a moment


def main(program, store):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)

        def export(form, name, *options):
            path = folder / name
            subprocess.run([program, "export", form, "-q", "-o", path, "--store", store, *options], check=True)
            return path

        tables = export("jsonl", "jsonl", "--tables", ",".join(TABLES))
        rows = {table: lines(tables / f"{table}.jsonl") for table in TABLES}
        check_csv(export("csv", "csv", "--tables", ",".join(TABLES)), rows)
        document = export("prov", "provenance.json")
        again = export("prov", ".") / "prov.json"
        assert document.read_bytes() == again.read_bytes(), "two exports differ"
        check_prov(document, rows)
        check_graphml(export("graphml", "lineage.graphml"), rows)
        check_dot(export("dot", "lineage.dot"), rows)
        check_parts(export, rows)


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def ghosts_of(links):
    return {(link["family_id"], link["from_source"]) for link in links if link["from_article"] is None}


def check_csv(folder, rows):
    csv.field_size_limit(1 << 30)
    for table in TABLES:
        raw = (folder / f"{table}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), f"{table}: no byte order mark"
        with open(folder / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
            read = list(csv.DictReader(file, strict=True))
        assert len(read) == len(rows[table]), f"{table}: {len(read)} rows"
        for cells, row in zip(read, rows[table]):
            assert list(cells) == list(row), f"{table}: columns"
            for column, value in row.items():
                assert cells[column][:1] not in list("=+-@\t\r＝＋－＠") or not isinstance(value, str), cells[column]
                plain = cells[column].removeprefix("'")
                same = {
                    type(None): lambda: plain == "",
                    str: lambda: plain == value,
                    bool: lambda: plain == json.dumps(value),
                }.get(type(value), lambda: json.loads(plain) == value)
                assert same(), f"{table}.{column}: {cells[column]!r} for {value!r}"
    print("csv: ok", {table: len(rows[table]) for table in TABLES})


def check_prov(path, rows):
    with open(path, encoding="utf-8") as file, warnings.catch_warnings():
        # What the package only warns of it will refuse one day.
        warnings.simplefilter("error")
        document = prov.model.ProvDocument.deserialize(file, format="json")
    bundles = {bundle.identifier.localpart: bundle for bundle in document.bundles}
    assert sorted(bundles) == ["claimed", "observed"], bundles
    claimed, observed = bundles["claimed"], bundles["observed"]
    links = rows["links"]
    resolved = {link["link_id"]: link for link in links if link["direction"] == "resolved"}
    unresolved = {link["link_id"]: link for link in links if link["direction"] != "resolved"}

    # How many of what.
    def typed(records, name):
        return [record for record in records if name in {str(value) for value in record.get_attribute(PROV_TYPE)}]

    def records(bundle, kind):
        return list(bundle.get_records(kind))

    entities, attributions = prov.model.ProvEntity, prov.model.ProvAttribution
    derivations, alternates = prov.model.ProvDerivation, prov.model.ProvAlternate
    speaking = [quote for quote in rows["quotes"] if quote["speaker"] is not None]
    published = [article for article in rows["articles"] if article["publisher"] is not None]
    counted = {
        "articles": (typed(records(document, entities), "suyuan:Article"), rows["articles"]),
        "claims": (typed(records(claimed, attributions) + records(claimed, derivations), "suyuan:Claim"), rows["claims"]),
        "quotes": (typed(records(claimed, attributions), "suyuan:Quote"), speaking),
        "derivations": (records(observed, derivations), resolved),
        "activities": (records(observed, prov.model.ProvActivity), resolved),
        "quotations": (
            typed(records(observed, derivations), "prov:Quotation"),
            [link for link in resolved.values() if link["relation"] in ("quote", "headline_fragment")],
        ),
        "alternates": (records(observed, alternates), unresolved),
        "unresolved": (typed(records(observed, entities), "suyuan:UnresolvedLink"), unresolved),
        "ghosts": (typed(records(observed, entities), "suyuan:Ghost"), ghosts_of(links)),
        "publications": (records(observed, attributions), published),
    }
    for what, (found, expected) in counted.items():
        assert len(found) == len(expected), f"{what}: {len(found)} instead of {len(expected)}"
    known = sum(len(bundle.get_records()) for bundle in (claimed, observed))

    # Each link with all that is known of it, and no direction where there is none.
    for record in records(observed, derivations):
        link = resolved[record.identifier.localpart]
        assert record.get_attribute(PROV_ATTR_ACTIVITY), record
        check_link(record, link)
        generated, used = (str(value) for _, value in record.formal_attributes[:2])
        assert ends(generated) == (link["to_start"], link["to_end"]), record
        if link["from_article"] is None:
            assert used.startswith(f"ghost:{link['family_id']}/"), record
        else:
            assert ends(used) == (link["from_start"], link["from_end"]), record
    for record in typed(records(observed, entities), "suyuan:UnresolvedLink"):
        check_link(record, unresolved[record.identifier.localpart])

    # Identifiers are valid, what relations join is declared as what it is used for, claims and observations share none.
    edges = {}
    for name, bundle in bundles.items():
        declared = collections.defaultdict(set)
        for record in [*document.get_records(), *bundle.get_records()]:
            if record.is_element():
                declared[str(record.identifier)].add(type(record))
            if record.identifier is not None:
                assert NAME.fullmatch(str(record.identifier)), record.identifier
        both = [key for key, kinds in declared.items() if {entities, prov.model.ProvActivity} <= kinds]
        assert not both, f"entity and activity: {both[:3]}"
        edges[name] = set()
        # Where an article stands is seen; that its page names the same outlet as its source is claimed beside it.
        publications = typed(records(bundle, attributions), "suyuan:Publication")
        for record in bundle.get_records():
            if record.is_relation():
                joined = [(attribute.localpart, str(value)) for attribute, value in record.formal_attributes if value]
                for role, end in joined:
                    kind = {"activity": prov.model.ProvActivity, "agent": prov.model.ProvAgent}.get(role, entities)
                    assert kind in declared[end], f"{name}: {end} is no {kind.__name__}"
                if any(record is publication for publication in publications):
                    continue
                edges[name].add((record.get_type(), joined[0][1], joined[1][1]))
                if record.identifier is not None:
                    edges[name].add(str(record.identifier))
    assert not edges["claimed"] & edges["observed"], "an edge in both bundles"

    # PROV-CONSTRAINTS: what is derived comes after what it is derived from. Each family is a tree; where two families
    # hold the same spans and disagree, the lineage is at fault and not the export: it is shown.
    graph = networkx.DiGraph()
    for record in records(observed, derivations):
        generated, used = (str(value) for _, value in record.formal_attributes[:2])
        graph.add_edge(used, generated)
    for circle in networkx.strongly_connected_components(graph):
        if len(circle) > 1:
            print("prov: families disagree, a circle of derivations:", sorted(circle)[:4])

    # Written by the package and read again it says the same.
    again = prov.model.ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document, "changed by a round trip"
    print("prov: ok", {what: len(found) for what, (found, _) in counted.items()}, f"{known} records in bundles")


def ends(passage):
    start, end = passage.rsplit("@", 1)[1].split("-")
    return int(start), int(end)


def check_link(record, link):
    values = {str(key): value for key, value in record.extra_attributes if key != PROV_TYPE}
    for attribute, column in [
        ("linkId", "link_id"),
        ("familyId", "family_id"),
        ("relation", "relation"),
        ("direction", "direction"),
        ("confidence", "confidence"),
    ]:
        assert values[f"suyuan:{attribute}"] == link[column], (record, link)
    assert json.loads(values["suyuan:evidence"]) == link["evidence"], record


def joined(links):
    names = {("article", link["to_article"]) for link in links}
    for link in links:
        names.add(("ghost", link["from_source"]) if link["from_article"] is None else ("article", link["from_article"]))
    return names


def check_graphml(path, rows):
    graph = networkx.read_graphml(path, force_multigraph=True)
    links = {link["link_id"]: link for link in rows["links"]}
    nodes = {
        (data["kind"], data["article_id"] if data["kind"] == "article" else data["publisher"])
        for _, data in graph.nodes(data=True)
    }
    assert len(nodes) == len(graph) and nodes == joined(rows["links"]), "nodes"
    articles = {article["article_id"]: article for article in rows["articles"]}
    for _, data in graph.nodes(data=True):
        if data["kind"] == "article":
            assert data.get("publisher") == articles[data["article_id"]]["publisher"], data
    assert graph.is_directed() and graph.number_of_edges() == len(links), "edges"
    for source, target, key, data in graph.edges(keys=True, data=True):
        link = links[key]
        for column in ("relation", "direction", "confidence", "family_id"):
            assert data[column] == link[column], (key, data)
        assert graph.nodes[target]["article_id"] == link["to_article"], key
        name = "publisher" if link["from_article"] is None else "article_id"
        assert graph.nodes[source][name] == (link["from_article"] or link["from_source"]), key
    print(f"graphml: ok, {len(graph)} nodes, {graph.number_of_edges()} edges")


def check_dot(path, rows):
    read = []
    if len(joined(rows["links"])) <= SMALL:
        import pydot

        (graph,) = pydot.graph_from_dot_file(path, encoding="utf-8")
        nodes = [node for node in graph.get_nodes() if node.get_name() not in ("node", "edge")]
        assert len(nodes) == len(joined(rows["links"])), f"{len(nodes)} nodes"
        assert len(graph.get_edges()) == len(rows["links"]), "edges"
        links = {link["link_id"]: link for link in rows["links"]}
        for edge in graph.get_edges():
            plain = edge.get("dir") == "none" and edge.get("style") == "dashed"
            assert plain == (links[edge.get("link_id")]["direction"] != "resolved"), edge.to_string()
        read.append("pydot")
    if shutil.which("dot"):
        subprocess.run(["dot", "-Tcanon", "-o", "/dev/null", path], check=True)
        read.append("dot")
    print("dot: ok, read by", " and ".join(read) or "nobody (large, and Graphviz is not installed)")


def check_parts(export, rows):
    """One family and one article: what is chosen, and no more."""
    if not rows["links"]:
        return
    sizes = collections.Counter(link["family_id"] for link in rows["links"])
    family = max(sorted(sizes), key=sizes.get)
    links = [link for link in rows["links"] if link["family_id"] == family]
    graph = networkx.read_graphml(export("graphml", "family.graphml", "--family", family), force_multigraph=True)
    assert {key for *_, key in graph.edges(keys=True)} == {link["link_id"] for link in links}, family
    article = links[0]["to_article"]
    families = {
        row["family_id"]
        for row in rows["passages"]
        if article in (row["a_article"], row["b_article"])
    }
    links = [link for link in rows["links"] if link["family_id"] in families]
    graph = networkx.read_graphml(export("graphml", "article.graphml", "--article", article), force_multigraph=True)
    assert {key for *_, key in graph.edges(keys=True)} == {link["link_id"] for link in links}, article
    with open(export("prov", "article.json", "--article", article), encoding="utf-8") as file:
        document = prov.model.ProvDocument.deserialize(file, format="json")
    (observed,) = [bundle for bundle in document.bundles if bundle.identifier.localpart == "observed"]
    kinds = (prov.model.ProvDerivation, prov.model.ProvAlternate)
    assert len(list(observed.get_records(kinds))) == len(links), article
    print(f"parts: ok, family of {sizes[family]} links, article with {len(links)}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
