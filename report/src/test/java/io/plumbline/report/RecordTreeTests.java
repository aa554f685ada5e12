package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordTreeTests {
  /** A sealed interface of records. */
  public sealed interface Solid {
    /** With edges of one length. */
    record Cube(float edge) implements Solid {}

    /** Cubes of some colours. */
    record Tower(List<Cube> cubes, List<Colour> colours) implements Solid {}
  }

  /** An enum. */
  public enum Colour {
    RED,
    DARK_BLUE
  }

  /** All kinds of components. */
  public record Box(
      String name,
      boolean open,
      int count,
      long bytes,
      double weight,
      Solid solid,
      Optional<Solid> other,
      Optional<String> note,
      List<Float> numbers) {}

  private static Box box(Optional<Solid> other) {
    return new Box(
        "a \"b\"",
        true,
        -3,
        1L << 60,
        0.1,
        new Solid.Tower(List.of(new Solid.Cube(0.1f)), List.of(Colour.DARK_BLUE, Colour.RED)),
        other,
        Optional.of("n"),
        List.of(-0f, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 16777216f, 1e-3f, Float.MAX_VALUE));
  }

  @Test
  void recordsComeBackAsTheyWere() {
    for (Box box : List.of(box(Optional.empty()), box(Optional.of(new Solid.Cube(3))))) {
      String text = Json.pretty(RecordTree.write(box));
      assertThat(RecordTree.read(Json.parse(text), Box.class)).isEqualTo(box);
    }
  }

  @Test
  void whatIsNoSuchRecordIsNamed() {
    assertThatThrownBy(() -> RecordTree.read(Map.of("is", "Ball"), Box.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Box lacks 'name'");
    assertThatThrownBy(() -> RecordTree.read(List.of(), Solid.Cube.class))
        .hasMessageContaining("no map");
    assertThatThrownBy(() -> RecordTree.read(Map.of("edge", "long"), Solid.Cube.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.parse("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no JSON");
  }
}
