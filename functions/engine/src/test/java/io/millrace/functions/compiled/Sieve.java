package io.millrace.functions.compiled;

import jakarta.enterprise.context.RequestScoped;

/** A bean of the application, one for each call. */
@RequestScoped
class Sieve {

    private int calls;

    String sifted(String corn) {
        calls++;
        return corn + " " + calls;
    }
}
