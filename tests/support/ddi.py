"""What DDI Codebook 2.5 asks of the elements that a codebook of ours has, as a checker.

Written down from the DDI Alliance's published schema (codebook.xsd of January 2012): for each
element its children in their order, which of them may come more than once, and its attributes.
Only elements in use stand here; any other is a fault, so that a new one has to be looked up first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

NAMESPACE = "{ddi:codebook:2_5}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

CHILDREN = {
    "codeBook": "docDscr* stdyDscr+ fileDscr* dataDscr* otherMat*",
    "docDscr": "citation? guide? docStatus? docSrc* controlledVocabUsed* notes*",
    "citation": "titlStmt rspStmt? prodStmt? distStmt? serStmt* verStmt* biblCit? holdings* notes*",
    "titlStmt": "titl subTitl* altTitl* parTitl* IDNo*",
    "rspStmt": "AuthEnty* othId*",
    "prodStmt": "producer* copyright? prodDate* prodPlac* software* fundAg* grantNo*",
    "serStmt": "serName* serInfo*",
    "stdyDscr": "citation+ studyAuthorization* stdyInfo* studyDevelopment* method* dataAccs* "
    "othrStdyMat* notes*",
    "stdyInfo": "studyBudget* subject* abstract* sumDscr* qualityStatement? notes* "
    "exPostEvaluation*",
    "subject": "keyword* topcClas*",
    "sumDscr": "timePrd* collDate* nation* geogCover* geogUnit* geoBndBox? boundPoly? anlyUnit* "
    "universe* dataKind*",
    "method": "dataColl* notes* anlyInfo? stdyClas? dataProcessing* codingInstructions*",
    "dataColl": "timeMeth* dataCollector* collectorTraining* frequenc* sampProc* sampleFrame* "
    "targetSampleSize* deviat* collMode* resInstru* instrumentDevelopment* sources? collSitu* "
    "actMin* ConOps* weight* cleanOps*",
    "anlyInfo": "respRate* EstSmpErr* dataAppr*",
    "dataAccs": "setAvail* useStmt* notes*",
    "useStmt": "confDec? specPerm? restrctn? contact* citReq? deposReq? conditions? disclaimer?",
    "fileDscr": "fileTxt* locMap? notes*",
    "fileTxt": "fileName? fileCitation? fileCont? fileStrc? dimensns? fileType? format? filePlac? "
    "dataChck* ProcStat? dataMsng? software* verStmt?",
    "fileStrc": "recGrp* notes*",
    "dimensns": "caseQnty* varQnty* logRecL* recPrCas* recNumTot*",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "varGrp": "labl* txt* concept* defntn? universe? notes*",
    "var": "location* labl* imputation? security? embargo? respUnit? anlysUnit? qstn* valrng* "
    "invalrng* undocCod* universe* TotlResp? sumStat* txt* stdCatgry* catgryGrp* catgry* codInstr* "
    "verStmt* concept* derivation? varFormat? geoMap* catLevel* notes*",
    "qstn": "qstnLit*",
    "catgry": "catValu? labl* txt* catStat* mrow?",
}
"""Children in order; `?` at most once, `*` any number, `+` at least once, bare exactly once."""

_TEXTS = (
    "titl parTitl IDNo AuthEnty producer prodDate software serName serInfo notes keyword collDate "
    "geogCover anlyUnit universe dataKind timeMeth dataCollector sampProc collMode resInstru "
    "ConOps weight respRate EstSmpErr dataAppr contact fileName fileCont caseQnty varQnty "
    "fileType format dataMsng labl concept qstnLit codInstr varFormat catValu catStat"
)
TEXTS = frozenset(_TEXTS.split())
"""Elements of text alone."""

DAY = r"\d{4}-\d\d-\d\d"
IDREFS = r"\S+( \S+)*"
ATTRIBUTES = {
    "codeBook": {"version": r"2\.5"},
    "IDNo": {"agency": ".+"},
    "prodDate": {"date": DAY},
    "software": {"version": ".+"},
    "collDate": {"date": DAY, "event": "start|end|single", "cycle": ".+"},
    "notes": {"subject": ".+"},
    "dataAppr": {"type": ".+"},
    "fileDscr": {"URI": ".+"},
    "fileStrc": {"type": "rectangular|hierarchical|relational|nested|other"},
    "fileType": {"charset": ".+"},
    "varGrp": {
        "type": "section|multipleResp|grid|display|repetition|subject|version|iteration|analysis|"
        "pragmatic|record|file|randomized|other",
        "name": ".+",
        "var": IDREFS,
    },
    "var": {
        "name": ".+",
        "files": IDREFS,
        "intrvl": "contin|discrete",
        "nature": "nominal|ordinal|interval|ratio|percent|other",
    },
    "qstn": {"responseDomainType": "text|numeric|code|category|datetime|geographic|multiple|other"},
    "varFormat": {"type": "character|numeric"},
    "catStat": {"type": "freq|percent|crosstab|other", "wgtd": "wgtd|not-wgtd"},
}
EVERYWHERE = {"ID": r"[A-Za-z_][\w.-]*", LANG: r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2})?"}
REFERENCES = {("varGrp", "var"), ("var", "files")}


def faults(root: Element) -> list[str]:
    """Return what the schema would not take, as a sentence each; empty where all is well."""
    numbers = [each.get("ID", "") for each in root.iter() if "ID" in each.attrib]
    twice = {number for number in numbers if numbers.count(number) > 1}
    found = [f"ID {number} is there twice" for number in sorted(twice)]
    if root.tag != f"{NAMESPACE}codeBook":
        found.append(f"the root is {root.tag}")
    for each in root.iter():
        found += _faults_of(each, set(numbers))
    return found


def _faults_of(each: Element, numbers: set[str]) -> Iterator[str]:
    name = each.tag.removeprefix(NAMESPACE)
    if name not in CHILDREN and name not in TEXTS:
        yield f"{name}: not in the list of elements"
        return
    yield from _wrong_attributes(name, each, numbers)
    held = "".join(f"{child.tag.removeprefix(NAMESPACE)} " for child in each)
    order = "".join(_pattern(child) for child in CHILDREN.get(name, "").split())
    if not re.fullmatch(order, held):
        yield f"{name}: holds {held}"
    if name in CHILDREN and any((part or "").strip() for part in _texts(each)):
        yield f"{name}: holds text"
    if name in TEXTS and name != "varFormat" and not (each.text or "").strip():
        yield f"{name}: is empty"


def _texts(each: Element) -> list[str | None]:
    return [each.text, *(child.tail for child in each)]


def _pattern(child: str) -> str:
    name = child.rstrip("?*+")
    return f"(?:{name} ){child[len(name) :]}"


def _wrong_attributes(name: str, each: Element, numbers: set[str]) -> Iterator[str]:
    known = {**EVERYWHERE, **ATTRIBUTES.get(name, {})}
    for key, value in each.attrib.items():
        if key not in known:
            yield f"{name}: has no attribute {key}"
        elif not re.fullmatch(known[key], value):
            yield f"{name}: {key} may not be {value}"
        if (name, key) in REFERENCES and not set(value.split()) <= numbers:
            yield f"{name}: {key} points nowhere"
    if name == "var" and "name" not in each.attrib:
        yield "var: has no name"
