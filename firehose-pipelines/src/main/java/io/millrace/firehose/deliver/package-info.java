/**
 * The last step: a parcel, fixed by its manifest for ever, goes to a destination until there is a receipt. A destination may get
 * the same parcel again, also after a crash, with the same name and the same bytes: an object store then has one object, an HTTP
 * endpoint one request id.
 */
package io.millrace.firehose.deliver;
