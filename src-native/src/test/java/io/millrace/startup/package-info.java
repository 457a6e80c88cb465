/** How the packaged program starts: its AOT cache, its container images. */
package io.millrace.startup;
