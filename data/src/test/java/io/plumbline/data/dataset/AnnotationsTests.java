package io.plumbline.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.TrueObject;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationsTests {
  @TempDir private Path folder;

  @Test
  void cocoCategoriesAreNumberedByRisingId() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("instances.json"),
            """
            {"images": [{"id": 7, "file_name": "a.jpg"}, {"id": 8, "file_name": "b.jpg"}],
             "categories": [{"id": 90, "name": "toothbrush"}, {"id": 1, "name": "person"}],
             "annotations": [
               {"id": 1, "image_id": 8, "category_id": 90, "bbox": [10, 20, 30.5, 40]},
               {"id": 2, "image_id": 8, "category_id": 1, "bbox": [0, 0, 5, 5], "iscrowd": 1}]}
            """);
    Annotations annotations = Annotations.read(folder, file, List.of());
    assertThat(annotations.classes()).containsExactly("person", "toothbrush");
    assertThat(annotations.examples()).extracting(Example::name).containsExactly("a.jpg", "b.jpg");
    assertThat(annotations.examples().getFirst().truth()).isEmpty();
    assertThat(annotations.examples().getLast().truth())
        .containsExactly(
            new TrueObject(1, new Box(10, 20, 40.5, 60), false),
            new TrueObject(0, new Box(0, 0, 5, 5), true));
  }

  @Test
  void cocoFilesThatContradictThemselvesAreRefused() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.json"),
            """
            {"images": [{"id": 7, "file_name": "a.jpg"}], "categories": [{"id": 1, "name": "x"}],
             "annotations": [{"image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4]}]}
            """);
    assertThatThrownBy(() -> Annotations.read(folder, file, List.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("image_id 9 is none of the images");
    Path text = Files.writeString(folder.resolve("b.json"), "{\"images\": [");
    assertThatThrownBy(() -> Annotations.read(folder, text, List.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no JSON");
  }

  @Test
  void tablesFindClassesByEitherListsNames() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("boxes.tsv"),
            """
            image\tclass\tx1\ty1\tx2\ty2
            a.jpg\tpotted plant\t1\t2\t3\t4
            a.jpg\ttv\t5\t6\t7\t8
            """);
    Annotations annotations =
        Annotations.read(folder, file, List.of("tvmonitor", "cat", "pottedplant"));
    assertThat(annotations.examples()).hasSize(1);
    assertThat(annotations.examples().getFirst().truth())
        .containsExactly(
            new TrueObject(2, new Box(1, 2, 3, 4), false),
            new TrueObject(0, new Box(5, 6, 7, 8), false));
    assertThatThrownBy(() -> Annotations.read(folder, file, List.of("cat")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("class 'potted plant' is none of the 1 class names");
  }

  @Test
  void malformedTableRowsAreNamedByLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("boxes.tsv"), "image\tclass\tx1\ty1\tx2\ty2\na.jpg\tcat\t1\t2\t3\n");
    assertThatThrownBy(() -> Annotations.read(folder, file, List.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("expected 6 columns, found 5")
        .extracting(e -> ((BadDataException) e).where())
        .asString()
        .endsWith("boxes.tsv:2");
  }

  @Test
  void sharesOfThePictureBecomePixels() {
    Path pictures = SharedData.require("images/coco");
    Annotations annotations =
        Annotations.read(pictures, pictures.resolve("person_keypoint_labels"), List.of("person"));
    Example<List<TrueObject>> first = annotations.examples().getFirst();
    assertThat(first.name()).isEqualTo("000000000139.jpg");
    Box box = first.truth().getFirst().box();
    assertThat(box.x1()).isBetween(412.0, 414.0);
    assertThat(box.x2()).isBetween(465.0, 467.0);
  }

  private Path xml(String name, String body) throws IOException {
    return Files.writeString(
        Files.createDirectories(folder.resolve("voc")).resolve(name),
        "<annotation><filename>a.jpg</filename>" + body + "</annotation>");
  }

  private static String object(String name, String more) {
    return "<object><name>%s</name>%s<bndbox><xmin>1</xmin><ymin>3</ymin><xmax>5</xmax><ymax>8</ymax></bndbox></object>"
        .formatted(name, more);
  }

  @Test
  void vocFilesCountPixelsFromZeroAndClassesByVocsOrder() throws IOException {
    xml("a.xml", object("person", "<difficult>1</difficult>") + object("bird", ""));
    xml("b.xml", "");
    Annotations annotations = Annotations.read(folder, folder.resolve("voc"), List.of());
    assertThat(annotations.classes()).hasSize(20);
    assertThat(annotations.examples().getFirst().truth())
        .containsExactly(
            new TrueObject(14, new Box(0, 2, 4, 7), true),
            new TrueObject(2, new Box(0, 2, 4, 7), false));
    assertThat(annotations.examples().getLast().truth()).isEmpty();
  }

  @Test
  void vocFilesOfOtherClassesNeedTheirNames() throws IOException {
    xml("a.xml", object("helmet", "") + object("vest", ""));
    Path voc = folder.resolve("voc");
    assertThatThrownBy(() -> Annotations.read(folder, voc, List.of()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("2 classes (helmet, vest)");
    assertThat(Annotations.read(folder, voc, List.of("vest", "helmet")).examples())
        .flatExtracting(Example::truth)
        .extracting(TrueObject::category)
        .containsExactly(1, 0);
  }

  @Test
  void vocFilesStayInTheFolderOfPicturesAndDeclareNoEntities() throws IOException {
    Path voc = Files.createDirectories(folder.resolve("voc"));
    Path file = voc.resolve("a.xml");
    Files.writeString(file, "<annotation><filename>../../etc/a.png</filename></annotation>");
    assertThat(Annotations.read(folder, voc, List.of()).examples().getFirst().name())
        .isEqualTo("a.png");
    Files.writeString(
        file,
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><annotation>&x;</annotation>");
    assertThatThrownBy(() -> Annotations.read(folder, voc, List.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no plain XML");
    Files.writeString(file, "<annotation><object><name>cat</name></object></annotation>");
    assertThatThrownBy(() -> Annotations.read(folder, voc, List.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("expected an element <bndbox>");
  }

  @Test
  void aTableOfSeveralClassesNeedsTheirNames() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("boxes.tsv"),
            "image\tclass\tx1\ty1\tx2\ty2\na.jpg\tcat\t1\t2\t3\t4\na.jpg\tdog\t1\t2\t3\t4\n");
    assertThatThrownBy(() -> Annotations.read(folder, file, List.of()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("2 classes (cat, dog)");
  }
}
