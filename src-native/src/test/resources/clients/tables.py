"""boto3's tour of the schema registry: python3 tables.py ENDPOINT. Prints `all well`."""
import sys

import boto3

glue = boto3.client('glue', endpoint_url=sys.argv[1])
DATABASE = 'boto'


def columns(kind):
    return {'Name': 'Hits', 'StorageDescriptor': {'Columns': [{'Name': 'at', 'Type': kind}]}, 'Parameters': {'größe "q"': 'x'}}


glue.create_database(DatabaseInput={'Name': DATABASE}, Tags={'team': 'mill'})
assert DATABASE in [found['Name'] for page in glue.get_paginator('get_databases').paginate() for found in page['DatabaseList']]
arn = 'arn:aws:glue:us-east-1:000000000000:database/' + DATABASE
assert glue.get_tags(ResourceArn=arn)['Tags'] == {'team': 'mill'}
glue.create_table(DatabaseName=DATABASE, TableInput=columns('date'))
glue.update_table(DatabaseName=DATABASE, TableInput=columns('timestamp'))
table = glue.get_table(DatabaseName=DATABASE, Name='HITS')['Table']
assert (table['Name'], table['VersionId'], table['Parameters']) == ('hits', '1', columns('')['Parameters']), table
assert table['CreateTime'] <= table['UpdateTime'], table
versions = [version for page in glue.get_paginator('get_table_versions').paginate(DatabaseName=DATABASE, TableName='hits', PaginationConfig={'PageSize': 1})
            for version in page['TableVersions']]
assert [(version['VersionId'], version['Table']['StorageDescriptor']['Columns'][0]['Type']) for version in versions] == [('1', 'timestamp'), ('0', 'date')]
for name in 'abc':
    glue.create_table(DatabaseName=DATABASE, TableInput={'Name': name})
pages = glue.get_paginator('get_tables').paginate(DatabaseName=DATABASE, PaginationConfig={'PageSize': 2})
assert [found['Name'] for page in pages for found in page['TableList']] == ['a', 'b', 'c', 'hits']
try:
    glue.get_table(DatabaseName=DATABASE, Name='none')
    raise AssertionError('found')
except glue.exceptions.EntityNotFoundException as fault:
    assert fault.response['Error']['Message'] == 'Table none not found.', fault
try:
    glue.get_crawlers()
    raise AssertionError('answered')
except glue.exceptions.ClientError as fault:
    assert fault.response['Error']['Message'] == 'GetCrawlers is not supported by this server yet', fault
glue.delete_database(Name=DATABASE)
print('all well')
