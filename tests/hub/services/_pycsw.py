"""The configurations of the two versions of pycsw."""

from __future__ import annotations

from pathlib import Path


def yaml_config(url: str, database: Path, venv: Path) -> str:
    """For pycsw 3. Numbers that are texts (telephone, post code) need their quotes."""
    templates = next(venv.glob("lib/python3*/site-packages/pycsw/ogc/api/templates"))
    return f"""
server:
  url: {url}
  mimetype: application/xml; charset=UTF-8
  encoding: UTF-8
  language: en-US
  maxrecords: 100
  pretty_print: true
  timeout: 30
  templates: {{path: '{templates}'}}
logging: {{level: ERROR}}
profiles: [apiso, iso19115p3]
federatedcatalogues: []
manager: {{transactions: false, allowed_ips: [127.0.0.1]}}
metadata:
  identification:
    title: Catalogue of the test hub
    description: Synthetic and recorded records on loopback
    keywords: [catalogue]
    keywords_type: theme
    fees: None
    accessconstraints: None
    url: https://example.org
    terms_of_service: https://example.org
  license: {{name: CC-BY-4.0, url: 'https://example.org/license'}}
  provider: {{name: Test hub, url: 'https://example.org'}}
  contact: {{name: 'Doe, Jane', position: Position, address: Street, city: City, stateorprovince: State,
    postalcode: '00000', country: FR, phone: '+00', fax: '+00', email: hub@example.org,
    url: 'https://example.org', hours: 0800h, instructions: mail, role: pointOfContact}}
  inspire:
    enabled: true
    languages_supported: [eng, fre]
    default_language: eng
    date: '2024-01-01'
    gemet_keywords: [Utility and governmental services]
    conformity_service: notEvaluated
    contact_name: Organization
    contact_email: hub@example.org
    temp_extent: {{begin: '2018-01-01', end: '2024-12-31'}}
repository:
  database: sqlite:///{database}
  table: records
"""


def ini_config(url: str, database: Path) -> str:
    """For pycsw 2."""
    return f"""
[server]
home=/
url={url}
mimetype=application/xml; charset=UTF-8
encoding=UTF-8
language=en-US
maxrecords=50
pretty_print=true
profiles=apiso
[manager]
transactions=false
allowed_ips=127.0.0.1
[metadata:main]
identification_title=Older catalogue of the test hub
identification_abstract=Synthetic records on loopback
identification_keywords=catalogue
identification_keywords_type=theme
identification_fees=None
identification_accessconstraints=None
provider_name=Test hub
provider_url=https://example.org
contact_name=Doe, Jane
contact_position=Position
contact_address=Street
contact_city=City
contact_stateorprovince=State
contact_postalcode=00000
contact_country=FR
contact_phone=+00
contact_fax=+00
contact_email=hub@example.org
contact_url=https://example.org
contact_hours=0800h
contact_instructions=mail
contact_role=pointOfContact
[repository]
database=sqlite:///{database}
table=records
[metadata:inspire]
enabled=false
"""
