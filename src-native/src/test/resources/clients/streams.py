"""boto3's tour of a stream and its mapping: python3 streams.py ENDPOINT FUNCTION CALL_LOG. Prints `all well`."""
import sys
import time

import boto3

endpoint, function, call_log = sys.argv[1:]
kinesis = boto3.client('kinesis', endpoint_url=endpoint)
functions = boto3.client('lambda', endpoint_url=endpoint)
STREAM = 'boto'


def refused(error, call, **arguments):
    try:
        call(**arguments)
    except error as fault:
        return fault.response['Error']['Message']
    raise AssertionError('not refused: %s' % arguments)


def texts(**where):
    start = kinesis.get_shard_iterator(StreamName=STREAM, ShardId='shardId-000000000000', **where)['ShardIterator']
    return [record['Data'].decode() for record in kinesis.get_records(ShardIterator=start)['Records']]


kinesis.create_stream(StreamName=STREAM, ShardCount=1, Tags={'team': 'mill'})
kinesis.get_waiter('stream_exists').wait(StreamName=STREAM, WaiterConfig={'Delay': 1})
summary = kinesis.describe_stream_summary(StreamName=STREAM)['StreamDescriptionSummary']
assert summary['StreamARN'] == 'arn:aws:kinesis:us-east-1:000000000000:stream/boto', summary
assert summary['OpenShardCount'] == 1 and summary['RetentionPeriodHours'] == 24, summary
assert STREAM in [name for page in kinesis.get_paginator('list_streams').paginate(Limit=2) for name in page['StreamNames']]

first = kinesis.put_record(StreamName=STREAM, PartitionKey='schlüssel', Data='boto-1'.encode())
more = kinesis.put_records(StreamARN=summary['StreamARN'],
                           Records=[{'PartitionKey': 'k', 'Data': b'boto-2'}, {'PartitionKey': 'k', 'ExplicitHashKey': '0', 'Data': b'boto-3'}])
assert more['FailedRecordCount'] == 0, more
numbers = [first['SequenceNumber']] + [record['SequenceNumber'] for record in more['Records']]
assert numbers == sorted(numbers) and all(len(number) == 56 for number in numbers), numbers
assert texts(ShardIteratorType='TRIM_HORIZON') == ['boto-1', 'boto-2', 'boto-3']
assert texts(ShardIteratorType='AT_SEQUENCE_NUMBER', StartingSequenceNumber=numbers[1]) == ['boto-2', 'boto-3']
assert texts(ShardIteratorType='AFTER_SEQUENCE_NUMBER', StartingSequenceNumber=numbers[1]) == ['boto-3']
assert texts(ShardIteratorType='AT_TIMESTAMP', Timestamp=summary['StreamCreationTimestamp']) == ['boto-1', 'boto-2', 'boto-3']
assert texts(ShardIteratorType='LATEST') == []

kinesis.increase_stream_retention_period(StreamName=STREAM, RetentionPeriodHours=25)
assert kinesis.describe_stream(StreamName=STREAM)['StreamDescription']['RetentionPeriodHours'] == 25
assert kinesis.list_tags_for_stream(StreamName=STREAM)['Tags'] == [{'Key': 'team', 'Value': 'mill'}]
message = refused(kinesis.exceptions.ResourceNotFoundException, kinesis.describe_stream, StreamName='nobody')
assert message == 'Stream nobody under account 000000000000 not found.', message
refused(kinesis.exceptions.ResourceInUseException, kinesis.create_stream, StreamName=STREAM, ShardCount=1)
refused(kinesis.exceptions.InvalidArgumentException, kinesis.get_records, ShardIterator='not an iterator')

mapping = functions.create_event_source_mapping(EventSourceArn=summary['StreamARN'], FunctionName=function, StartingPosition='TRIM_HORIZON')
deadline = time.monotonic() + 60
while 'boto-3' not in open(call_log).read() or functions.get_event_source_mapping(UUID=mapping['UUID'])['LastProcessingResult'] != 'OK':
    assert time.monotonic() < deadline, functions.get_event_source_mapping(UUID=mapping['UUID'])
    time.sleep(0.05)
pages = functions.get_paginator('list_event_source_mappings').paginate(EventSourceArn=summary['StreamARN'])
assert [found['UUID'] for page in pages for found in page['EventSourceMappings']] == [mapping['UUID']]
functions.delete_event_source_mapping(UUID=mapping['UUID'])
kinesis.delete_stream(StreamName=STREAM)
kinesis.get_waiter('stream_not_exists').wait(StreamName=STREAM, WaiterConfig={'Delay': 1})
print('all well')
