/**
 * The catalog's port: typed entries, compare-and-set, a feed of changes. The local implementation is a change log of our
 * own with a MapDB image beside it that can be rebuilt at any time.
 */
package io.millrace.catalog;
