package io.plumbline.quantize.plan;

import io.plumbline.tensor.Finding;
import java.util.List;

/** A plan and what a user should know about it. */
public record Planned(QuantPlan plan, List<Finding> findings) {
  public Planned {
    findings = List.copyOf(findings);
  }
}
