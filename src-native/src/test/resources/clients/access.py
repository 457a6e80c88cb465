"""boto3 with keys, in every way it signs: python3 access.py ENDPOINT CA_BUNDLE. Prints `all well`."""
import json
import sys
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, bundle = sys.argv[1:]
verify = bundle if endpoint.startswith('https') else None
session = boto3.session.Session()


def client(service, **more):
    return session.client(service, endpoint_url=endpoint, verify=verify, config=Config(retries={'total_max_attempts': 1}), **more)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as fault:
        assert fault.response['Error']['Code'] == code, fault
        return
    raise AssertionError('not refused')


kinesis = client('kinesis')
assert 'access' in kinesis.list_streams()['StreamNames']
kinesis.put_record(StreamName='access', PartitionKey='k', Data=b'x' * 900_000)
kinesis.put_records(StreamName='access', Records=[{'PartitionKey': 'k', 'Data': b'y' * 500_000} for _ in range(8)])
functions = client('lambda')
functions.list_functions()
functions.list_functions(FunctionVersion='ALL', MaxItems=7)
refused('ResourceNotFoundException', functions.get_function, FunctionName='arn:aws:lambda:us-east-1:000000000000:function:no body/or'.replace(' ', '-').replace('/', '-'))
refused('ResourceNotFoundException', functions.invoke, FunctionName='nobody', Payload=b'"' + b'z' * 100_000 + b'"')

other = dict(aws_access_key_id=session.get_credentials().access_key, aws_secret_access_key='not-the-secret-of-this-key')
refused('InvalidSignatureException', client('kinesis', **other).list_streams)
refused('InvalidSignatureException', client('lambda', **other).list_functions)
refused('UnrecognizedClientException', client('kinesis', aws_access_key_id='NOBODY', aws_secret_access_key='x' * 20).list_streams)
refused('UnrecognizedClientException', client('lambda', aws_access_key_id=other['aws_access_key_id'],
                                             aws_secret_access_key=session.get_credentials().secret_key,
                                             aws_session_token='temporary').list_functions)
refused('InvalidSignatureException', client('kinesis', region_name='eu-west-1').list_streams)

# A signature in the query, for a client that has no keys.
if endpoint.startswith('http:'):
    link = functions.generate_presigned_url('list_functions', Params={'MaxItems': 3}, ExpiresIn=60)
    assert 'X-Amz-Signature' in link, link
    assert 'Functions' in json.load(urllib.request.urlopen(link))
    try:
        urllib.request.urlopen(link.replace('MaxItems=3', 'MaxItems=4'))
        raise AssertionError('not refused')
    except urllib.error.HTTPError as fault:
        assert fault.code == 403, fault
print('all well')
