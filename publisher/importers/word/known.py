"""What in a Word file makes no difference to its words (ECMA-376 Part 1, 17 and 22).

Every other element or property is read, or is listed in ``repairs.yml`` by its name.
"""

from publisher.importers.word.wordml import w, w14


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _properties(names: str) -> frozenset[str]:
    return frozenset(map(w, names.split()))


# Ends of ranges, marks of proofing and of where pages ended; properties, read on their own.
ELEMENTS = _words(
    "bookmarkStart bookmarkEnd proofErr permStart permEnd commentRangeStart commentRangeEnd"
    " moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd"
    " customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart"
    " customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd"
    " customXmlMoveToRangeStart customXmlMoveToRangeEnd lastRenderedPageBreak fldData"
    " delInstrText annotationRef footnoteRef endnoteRef separator continuationSeparator"
    " pPr rPr sectPr sdtPr sdtEndPr smartTagPr customXmlPr tblPr tblPrEx tblGrid trPr tcPr"
)
# Faces, sizes, languages and effects; and what is read: styles, changes, what look_of reads.
RUN = _properties(
    "rFonts sz szCs lang bCs iCs kern spacing w fitText snapToGrid noProof webHidden cs rtl oMath"
    " outline shadow emboss imprint effect specVanish rStyle rPrChange ins del moveFrom moveTo"
    " vanish strike dstrike vertAlign caps u em b i smallCaps color highlight shd bdr position"
    " eastAsianLayout"
) | frozenset(map(w14, _words(
    "glow shadow reflection textOutline textFill scene3d props3d ligatures numForm numSpacing"
    " stylisticSets cntxtAlts"
)))  # fmt: skip
# Where a paragraph is on the page, and how its lines break; what is read: lists, styles.
PARAGRAPH = _properties(
    "pStyle numPr outlineLvl jc rPr sectPr pPrChange framePr ind spacing tabs keepNext keepLines"
    " pageBreakBefore widowControl suppressLineNumbers pBdr shd suppressAutoHyphens kinsoku"
    " wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid"
    " contextualSpacing mirrorIndents suppressOverlap textDirection textAlignment"
    " textboxTightWrap divId cnfStyle"
) | {"{http://schemas.microsoft.com/office/word/2012/wordml}collapsed"}
# Widths, borders and shading of tables, rows and cells; what is read: merged cells, changes.
TABLE = _properties(
    "tblStyle tblpPr tblOverlap tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing"
    " tblInd tblBorders shd tblLayout tblCellMar tblLook tblPrChange"
)
ROW = _properties(
    "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader"
    " tblCellSpacing jc ins del trPrChange hidden"
)
CELL = _properties(
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText"
    " vAlign hideMark tcPrChange"
)
# Parts that are read, that describe the file, or that an element of the text refers to.
PARTS = _words(
    "styles numbering settings webSettings fontTable theme header footer footnotes endnotes"
    " comments commentsExtended commentsIds commentsExtensible people hyperlink customXml"
    " glossaryDocument stylesWithEffects image chart chartEx diagramData diagramLayout"
    " diagramQuickStyle diagramColors diagramDrawing oleObject package control aFChunk"
    " attachedTemplate printerSettings keyMapCustomizations mailMergeSource recipientData"
    " vbaProject wordVbaData"
)
