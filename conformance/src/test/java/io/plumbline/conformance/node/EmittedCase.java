package io.plumbline.conformance.node;

import io.plumbline.codegen.emit.CSource;

/** A case as C. */
record EmittedCase(String name, IntegerRun.Sample sample, CSource source) {}
