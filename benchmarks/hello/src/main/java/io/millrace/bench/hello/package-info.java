/** The smallest Quarkus REST application: what the server's start-up is compared to. Knows nothing of Millrace. */
package io.millrace.bench.hello;
