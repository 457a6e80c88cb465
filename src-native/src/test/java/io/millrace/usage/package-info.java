/** The packaged program as its users meet it: command line, documentation, Terraform, the demo. */
package io.millrace.usage;
