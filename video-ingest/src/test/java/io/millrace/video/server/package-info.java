/** The video rooms over HTTP without the deployable: one assembly for all resource tests of this module. */
package io.millrace.video.server;
