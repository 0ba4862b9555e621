"""Metadata records for the catalogues: our own in ISO 19139 and ISO 19115-3, and the recorded real ones.

Our own point at the hub's services with the names of their layers, so that a search can end on the map.
"""

from __future__ import annotations

import random
from typing import NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from tests.hub.hub import RECORDED, Hub

OWN = 66  # how many records own() gives: the catalogues are checked against it


class Online(NamedTuple):
    protocol: str
    url: str
    name: str
    description: str
    function: str = "information"


class Record(NamedTuple):
    id: str
    title: str
    abstract: str
    organisation: str
    keywords: list[str]
    box: tuple[float, float, float, float]  # west, south, east, north
    period: tuple[str, str]  # an empty text is an open end
    licence: str
    lineage: str
    online: list[Online]
    parent: str = ""
    language: str = "fre"


MASSIF = (5.0, 44.5, 7.0, 46.0)
ETALAB = "Licence Ouverte / Etalab 2.0"
BY = "Creative Commons Attribution 4.0 (CC BY 4.0)"


def records(hub: Hub) -> list[Record]:
    """The records that lead to the hub's own services."""
    at = hub.endpoints
    files = at["files"]
    download = "WWW:DOWNLOAD-1.0-http--download"
    page = Online("WWW:LINK-1.0-http--link", "https://example.org/data", "", "Landing page")
    return [
        Record("hub-landcover-2023", "Occupation du sol du massif, 2023",
               "Carte d'occupation du sol en sept classes (eau, forêt, prairie, cultures, roche, neige, bâti).",
               "Pôle THEIA (exemple)", ["occupation du sol", "land cover"], MASSIF, ("2023-01-01", "2023-12-31"), ETALAB,
               "Classification supervisée d'une série d'images synthétiques.",
               [Online("OGC:WMS", at["wms"], "landcover", "Carte d'occupation du sol 2023"),
                Online("OGC:WMTS-1.0.0-http-get-capabilities",
                       at["wmts"] + "?SERVICE=WMTS&REQUEST=GetCapabilities", "landcover", "Tuiles"),
                Online(download, f"{files}/landcover/landcover_2023.tif", "landcover_2023.tif",
                       "GeoTIFF optimisé pour le nuage (COG)", "download"),
                page]),
        Record("hub-snow-2023", "Enneigement mensuel du massif, 2023 (neige)",
               "Présence de neige par mois, d'après des images optiques. Snow cover by month.",
               "Pôle THEIA (exemple)", ["neige", "snow", "cryosphère"], MASSIF, ("2023-01-01", ""), BY,
               "Seuil d'altitude variable selon le mois.",
               [Online("OGC:WMS-1.3.0-http-get-map", at["wms_time"], "snow", "Neige par mois (temporel)"),
                Online("WWW:STAC", f"{at['stac']}/collections/snow-monthly", "snow-monthly", "STAC Collection"), page]),
        Record("hub-optical-l2a", "Réflectances de surface, niveau 2A",
               "Scènes optiques ortho-rectifiées; les granules sont dans un catalogue STAC.",
               "Pôle THEIA (exemple)", ["réflectance", "imagerie optique"], MASSIF, ("2022-01-01", "2023-12-31"), ETALAB,
               "Correction atmosphérique simulée.",
               [Online("STAC Collection", f"{at['stac']}/collections/optical-l2a", "optical-l2a", "Scènes"),
                Online("OGC:WMS", at["wms"], "mosaic", "Mosaïque en couleurs naturelles")]),
        Record("hub-elevation", "Modèle numérique de terrain du massif",
               "Altitude du sol en mètres, Lambert-93.", "Pôle ForM@Ter (exemple)", ["altitude", "relief", "elevation"],
               MASSIF, ("2021-06-01", "2021-06-30"), ETALAB, "Bruit fractal filtré.",
               [Online("OGC:WCS", at["wcs"], "dem", "Couverture d'altitude"),
                Online("OGC:WMS", at["mapserver"], "dem", "Altitude"),
                Online(download, f"{files}/dem/massif.tif", "massif.tif", "COG en Lambert-93", "download")]),
        Record("hub-glaciers", "Contours de glaciers", "Polygones de quarante glaciers du massif.",
               "Pôle THEIA (exemple)", ["glacier", "cryosphère"], MASSIF, ("2015-01-01", "2023-12-31"), BY,
               "Contours tirés au sort.",
               [Online("OGC:WFS", at["wfs"], "glaciers", "Contours (WFS)"),
                Online("OGC:WFS-2.0.0-http-get-feature", at["wfs2"], "glaciers", "Contours (WFS 2.0)"),
                Online("OGC API Features", f"{at['features']}/collections/glaciers", "glaciers", "OGC API Features"),
                Online(download, f"{files}/vector/glaciers.gpkg", "glaciers.gpkg", "GeoPackage", "download")]),
        Record("hub-stations", "Réseau de stations nivométriques", "Soixante stations, hauteurs de neige mensuelles.",
               "OZCAR (exemple)", ["station", "nivologie", "neige"], MASSIF, ("2023-01-01", "2023-12-31"), BY,
               "Valeurs simulées.",
               [Online("OGC:WFS", at["wfs"], "stations", "Stations"),
                Online("OGC:WMS", at["wms"], "snow_depth", "Hauteurs de neige (temporel)"),
                Online(download, f"{files}/vector/snow_depth.gpkg", "snow_depth.gpkg", "GeoPackage", "download")],
               parent="hub-network"),
        Record("hub-network", "Observatoire du massif", "Série: l'observatoire et ses jeux de données.",
               "OZCAR (exemple)", ["observatoire"], MASSIF, ("2010-01-01", ""), BY, "", [page]),
        Record("hub-protected", "Aires protégées du massif", "Huit réserves.", "PNDB (exemple)",
               ["biodiversité", "aire protégée"], MASSIF, ("", ""), ETALAB, "Contours tirés au sort.",
               [Online("OGC:WFS", at["wfs"], "protected_areas", "Réserves"),
                Online(download, f"{files}/vector/protected_areas.geojson", "protected_areas.geojson", "GeoJSON",
                       "download")]),
        Record("hub-sst", "Sea surface temperature, weekly", "Global weekly fields of sea surface temperature.",
               "Pôle ODATIS (exemple)", ["ocean", "temperature", "SST"], (-180.0, -90.0, 180.0, 90.0), ("2023-01-01", ""),
               BY, "Zonal mean plus noise.",
               [Online("STAC Collection", f"{at['stac']}/collections/sea-surface-temperature", "", "Items"),
                Online(download, f"{files}/ocean/sst_global.tif", "sst_global.tif", "COG", "download")], language="eng"),
        Record("hub-sst-fiji", "Sea surface temperature of the Fiji basin", "A box that crosses the antimeridian.",
               "Pôle ODATIS (exemple)", ["ocean", "temperature"], (170.0, -20.0, -170.0, -10.0), ("2023-01-01", ""), BY,
               "Noise.", [Online(download, f"{files}/ocean/sst_antimeridian.tif", "sst.tif", "COG", "download")],
               language="eng"),
        Record("hub-ice", "Sea ice concentration around the North Pole", "Polar stereographic grid.",
               "Pôle ODATIS (exemple)", ["sea ice", "cryosphere"], (-180.0, 62.0, 180.0, 90.0), ("2023-01-01", ""), BY,
               "Noise.", [Online(download, f"{files}/ocean/sea_ice_arctic.tif", "ice.tif", "COG", "download")],
               language="eng"),
        Record("hub-campaign", "Campagne de terrain 2023", "Archive complète de la campagne (16 Mo).",
               "AERIS (exemple)", ["campagne", "atmosphère"], (5.5, 45.0, 5.5, 45.0), ("2023-06-01", "2023-06-15"), BY,
               "", [Online(download, f"{files}/archives/field_campaign.zip", "field_campaign.zip", "Archive", "download")]),
        Record("hub-restricted", "Images à très haute résolution (accès réservé)", "Réservé aux membres.",
               "DINAMIS (exemple)", ["très haute résolution"], MASSIF, ("2023-01-01", "2023-12-31"), "Accès réservé",
               "", [Online("STAC Collection", f"{at['stac']}/collections/very-high-resolution", "", "Scènes"),
                    Online("WWW:DOWNLOAD-1.0-link--order", "https://example.org/order", "", "Commander", "order")]),
        Record("hub-broken-links", "Jeu de données aux liens rompus", "Chaque service de cette fiche est en panne.",
               "EaSy Data (exemple)", ["panne"], MASSIF, ("2020-01-01", "2020-12-31"), BY, "",
               [Online("OGC:WMS", f"{at['faults']}/status/503/wms", "gone", "Service arrêté"),
                Online("OGC:WMS", at["refused"], "refused", "Serveur éteint"),
                Online("OGC:WFS", f"{at['faults']}/html200/wfs", "portal", "Page d'accueil au lieu du service"),
                Online(download, f"{at['nginx']}/forbidden/x.tif", "x.tif", "Interdit", "download"),
                Online(download, f"{at['nginx']}/data/none.tif", "none.tif", "Disparu", "download")]),
    ]  # fmt: skip


def _filler(count: int) -> list[Record]:
    """Records with nothing but a description: what most of a real catalogue looks like."""
    rng = random.Random(5)
    themes = [("Température de l'air", "AERIS (exemple)"), ("Débit des rivières", "OZCAR (exemple)"),
              ("Déformation du sol", "Pôle ForM@Ter (exemple)"), ("Chlorophylle", "Pôle ODATIS (exemple)"),
              ("Relevés floristiques", "PNDB (exemple)"), ("Humidité du sol", "EaSy Data (exemple)")]  # fmt: skip
    made = []
    for number in range(count):
        theme, organisation = themes[number % len(themes)]
        west, south = round(rng.uniform(-170, 150), 2), round(rng.uniform(-75, 70), 2)
        year = 2000 + number % 24
        made.append(Record(
            f"hub-{number:03d}", f"{theme}, site {number}, {year}", f"{theme} mesurée en {year} au site {number}.",
            organisation, [theme.lower(), "mesure"], (west, south, round(west + rng.uniform(1, 20), 2), round(south + 5, 2)),
            (f"{year}-01-01", f"{year}-12-31"), BY, "",
            [Online("WWW:LINK-1.0-http--link", f"https://example.org/data/{number}", "", "Page du jeu de données")],
        ))  # fmt: skip
    return made


def own(hub: Hub, third: bool = True) -> dict[str, bytes]:
    """Our records by file name; every sixth of the plain ones in ISO 19115-3 unless ``third`` is False."""
    led = records(hub)
    result = {record.id: iso19139(record).encode() for record in led}
    for number, record in enumerate(_filler(OWN - len(led))):
        text = iso19115_3(record) if third and number % 6 == 0 else iso19139(record)
        result[record.id] = text.encode()
    return result


def recorded() -> dict[str, bytes]:
    """The recorded real records, one a file; none where this machine has no recordings."""
    found: dict[str, bytes] = {}
    names = ["easydata/csw_getrecords.xml", "csw/geonetwork_page_1.xml", "sextant/iso19115-3_dataset.xml",
             "emodnet/iso19139.xml", "ign/csw_record_rpg.xml", "copernicus-marine/iso19139.xml",
             "ozcar/geonetwork_record.xml"]  # fmt: skip
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in names:
        path = RECORDED / name
        if not path.exists():
            continue
        tree = etree.parse(str(path), parser)
        for number, node in enumerate(tree.xpath("//*[local-name() = 'MD_Metadata']")):
            # A record cut out of an answer keeps the namespaces that the answer declared for it.
            found[f"recorded-{path.parent.name}-{number:02d}"] = etree.tostring(node, with_tail=False)
    return found


def _text(tag: str, value: str) -> str:
    return f"<{tag}><gco:CharacterString>{escape(value)}</gco:CharacterString></{tag}>"


def _code(tag: str, kind: str, value: str) -> str:
    prefix = tag.partition(":")[0]
    kind = kind if ":" in kind else f"{prefix}:{kind}"
    list_ = (
        f"http://standards.iso.org/iso/19115/resources/Codelists/cat/codelists.xml#{kind.partition(':')[2]}"
    )
    return f'<{tag}><{kind} codeList="{list_}" codeListValue="{value}">{value}</{kind}></{tag}>'


def _time(record: Record) -> str:
    begin, end = record.period
    ends = [f"<gml:{name}>{value}</gml:{name}>" if value else f'<gml:{name} indeterminatePosition="unknown"/>'
            for name, value in (("beginPosition", begin), ("endPosition", end))]  # fmt: skip
    return f'<gml:TimePeriod gml:id="t-{record.id}">{"".join(ends)}</gml:TimePeriod>'


def _box(record: Record, prefix: str) -> str:
    sides = zip(("westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude"),
                (record.box[0], record.box[2], record.box[1], record.box[3]))  # fmt: skip
    inner = "".join(
        f"<{prefix}:{name}><gco:Decimal>{value}</gco:Decimal></{prefix}:{name}>" for name, value in sides
    )
    return f"<{prefix}:EX_GeographicBoundingBox>{inner}</{prefix}:EX_GeographicBoundingBox>"


def iso19139(record: Record) -> str:
    """The record in ISO 19139 (gmd)."""
    online = "".join(
        "<gmd:onLine><gmd:CI_OnlineResource>"
        f"<gmd:linkage><gmd:URL>{escape(link.url)}</gmd:URL></gmd:linkage>{_text('gmd:protocol', link.protocol)}"
        f"{_text('gmd:name', link.name)}{_text('gmd:description', link.description)}"
        f"{_code('gmd:function', 'CI_OnLineFunctionCode', link.function)}"
        "</gmd:CI_OnlineResource></gmd:onLine>"
        for link in record.online
    )
    party = (
        f"<gmd:CI_ResponsibleParty>{_text('gmd:organisationName', record.organisation)}"
        "<gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address>"
        f"{_text('gmd:electronicMailAddress', 'data@example.org')}"
        "</gmd:CI_Address></gmd:address></gmd:CI_Contact></gmd:contactInfo>"
        f"{_code('gmd:role', 'CI_RoleCode', 'pointOfContact')}</gmd:CI_ResponsibleParty>"
    )
    keywords = "".join(_text("gmd:keyword", word) for word in record.keywords)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
 xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink">
{_text("gmd:fileIdentifier", record.id)}
{_code("gmd:language", "LanguageCode", record.language)}
{_text("gmd:parentIdentifier", record.parent) if record.parent else ""}
{_code("gmd:hierarchyLevel", "MD_ScopeCode", "series" if record.id == "hub-network" else "dataset")}
<gmd:contact>{party}</gmd:contact>
<gmd:dateStamp><gco:Date>2024-01-10</gco:Date></gmd:dateStamp>
{_text("gmd:metadataStandardName", "ISO 19115:2003/19139")}
{_text("gmd:metadataStandardVersion", "1.0")}
<gmd:identificationInfo><gmd:MD_DataIdentification>
<gmd:citation><gmd:CI_Citation>{_text("gmd:title", record.title)}
<gmd:date><gmd:CI_Date><gmd:date><gco:Date>2024-01-05</gco:Date></gmd:date>
{_code("gmd:dateType", "CI_DateTypeCode", "publication")}</gmd:CI_Date></gmd:date>
<gmd:identifier><gmd:MD_Identifier>{_text("gmd:code", "https://doi.org/10.5072/" + record.id)}</gmd:MD_Identifier></gmd:identifier>
</gmd:CI_Citation></gmd:citation>
{_text("gmd:abstract", record.abstract)}
<gmd:pointOfContact>{party}</gmd:pointOfContact>
<gmd:descriptiveKeywords><gmd:MD_Keywords>{keywords}{_code("gmd:type", "MD_KeywordTypeCode", "theme")}
<gmd:thesaurusName><gmd:CI_Citation>{_text("gmd:title", "Thesaurus of the test hub")}</gmd:CI_Citation></gmd:thesaurusName>
</gmd:MD_Keywords></gmd:descriptiveKeywords>
<gmd:resourceConstraints><gmd:MD_LegalConstraints>{_text("gmd:useLimitation", record.licence)}
{_code("gmd:accessConstraints", "MD_RestrictionCode", "license")}</gmd:MD_LegalConstraints></gmd:resourceConstraints>
{_code("gmd:language", "LanguageCode", record.language)}
<gmd:topicCategory><gmd:MD_TopicCategoryCode>imageryBaseMapsEarthCover</gmd:MD_TopicCategoryCode></gmd:topicCategory>
<gmd:extent><gmd:EX_Extent><gmd:geographicElement>{_box(record, "gmd")}</gmd:geographicElement>
<gmd:temporalElement><gmd:EX_TemporalExtent><gmd:extent>{_time(record)}</gmd:extent></gmd:EX_TemporalExtent>
</gmd:temporalElement></gmd:EX_Extent></gmd:extent>
</gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions>
{online}
</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>
<gmd:dataQualityInfo><gmd:DQ_DataQuality>
<gmd:scope><gmd:DQ_Scope>{_code("gmd:level", "MD_ScopeCode", "dataset")}</gmd:DQ_Scope></gmd:scope>
<gmd:lineage><gmd:LI_Lineage>{_text("gmd:statement", record.lineage)}</gmd:LI_Lineage></gmd:lineage>
</gmd:DQ_DataQuality></gmd:dataQualityInfo>
</gmd:MD_Metadata>"""


def iso19115_3(record: Record) -> str:
    """The record in ISO 19115-3:2016 (mdb 2.0)."""
    base = "http://standards.iso.org/iso/19115/-3/"
    spaces = {"mdb": "mdb/2.0", "cit": "cit/2.0", "mri": "mri/1.0", "mcc": "mcc/1.0", "mco": "mco/1.0",
              "gex": "gex/1.0", "mrd": "mrd/1.0", "mrl": "mrl/2.0", "lan": "lan/1.0", "gco": "gco/1.0"}  # fmt: skip
    declared = " ".join(f'xmlns:{prefix}="{base}{path}"' for prefix, path in spaces.items())
    online = "".join(
        f"<mrd:onLine><cit:CI_OnlineResource>{_text('cit:linkage', link.url)}{_text('cit:protocol', link.protocol)}"
        f"{_text('cit:name', link.name)}{_text('cit:description', link.description)}"
        f"{_code('cit:function', 'CI_OnLineFunctionCode', link.function)}</cit:CI_OnlineResource></mrd:onLine>"
        for link in record.online
    )
    party = (
        f"<cit:CI_Responsibility>{_code('cit:role', 'CI_RoleCode', 'pointOfContact')}"
        f"<cit:party><cit:CI_Organisation>{_text('cit:name', record.organisation)}</cit:CI_Organisation></cit:party>"
        "</cit:CI_Responsibility>"
    )
    keywords = "".join(_text("mri:keyword", word) for word in record.keywords)
    when = "<cit:CI_Date><cit:date><gco:DateTime>2024-01-10T00:00:00</gco:DateTime></cit:date>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<mdb:MD_Metadata {declared} xmlns:gml="http://www.opengis.net/gml/3.2">
<mdb:metadataIdentifier><mcc:MD_Identifier>{_text("mcc:code", record.id)}</mcc:MD_Identifier></mdb:metadataIdentifier>
<mdb:defaultLocale><lan:PT_Locale>{_code("lan:language", "LanguageCode", record.language)}</lan:PT_Locale></mdb:defaultLocale>
<mdb:metadataScope><mdb:MD_MetadataScope>{_code("mdb:resourceScope", "mcc:MD_ScopeCode", "dataset")}</mdb:MD_MetadataScope></mdb:metadataScope>
<mdb:contact>{party}</mdb:contact>
<mdb:dateInfo>{when}{_code("cit:dateType", "CI_DateTypeCode", "revision")}</cit:CI_Date></mdb:dateInfo>
<mdb:metadataStandard><cit:CI_Citation>{_text("cit:title", "ISO 19115-3")}</cit:CI_Citation></mdb:metadataStandard>
<mdb:identificationInfo><mri:MD_DataIdentification>
<mri:citation><cit:CI_Citation>{_text("cit:title", record.title)}
<cit:date>{when}{_code("cit:dateType", "CI_DateTypeCode", "publication")}</cit:CI_Date></cit:date></cit:CI_Citation></mri:citation>
{_text("mri:abstract", record.abstract)}
<mri:pointOfContact>{party}</mri:pointOfContact>
<mri:extent><gex:EX_Extent><gex:geographicElement>{_box(record, "gex")}</gex:geographicElement>
<gex:temporalElement><gex:EX_TemporalExtent><gex:extent>{_time(record)}</gex:extent></gex:EX_TemporalExtent></gex:temporalElement>
</gex:EX_Extent></mri:extent>
<mri:descriptiveKeywords><mri:MD_Keywords>{keywords}{_code("mri:type", "MD_KeywordTypeCode", "theme")}</mri:MD_Keywords></mri:descriptiveKeywords>
<mri:resourceConstraints><mco:MD_LegalConstraints>{_text("mco:useLimitation", record.licence)}
{_code("mco:accessConstraints", "MD_RestrictionCode", "license")}</mco:MD_LegalConstraints></mri:resourceConstraints>
</mri:MD_DataIdentification></mdb:identificationInfo>
<mdb:distributionInfo><mrd:MD_Distribution><mrd:transferOptions><mrd:MD_DigitalTransferOptions>{online}</mrd:MD_DigitalTransferOptions></mrd:transferOptions></mrd:MD_Distribution></mdb:distributionInfo>
<mdb:resourceLineage><mrl:LI_Lineage>{_text("mrl:statement", record.lineage)}</mrl:LI_Lineage></mdb:resourceLineage>
</mdb:MD_Metadata>"""
