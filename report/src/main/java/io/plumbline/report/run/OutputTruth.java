package io.plumbline.report.run;

import java.util.Optional;

/** An output of the model, and how true it is where that was measured. */
public record OutputTruth(String name, Optional<Truth> truth) {}
