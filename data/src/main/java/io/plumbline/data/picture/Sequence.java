package io.plumbline.data.picture;

import java.util.List;

/** Several transformers that go by one name. */
public record Sequence(List<Transformer> steps) implements Transformer {
  public Sequence {
    steps = List.copyOf(steps);
  }

  @Override
  public Picture apply(Picture picture) {
    Picture current = picture;
    for (Transformer step : steps) {
      current = step.apply(current);
    }
    return current;
  }
}
