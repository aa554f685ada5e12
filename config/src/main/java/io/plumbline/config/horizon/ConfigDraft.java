package io.plumbline.config.horizon;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A configuration to begin with, and how pictures become the model's input.
 *
 * @param configuration its text
 * @param preprocess the text of the file that it names, where an input takes pictures
 * @param guesses what was guessed, as sentences
 */
public record ConfigDraft(String configuration, Optional<String> preprocess, List<String> guesses) {
  public ConfigDraft {
    guesses = List.copyOf(guesses);
  }

  /**
   * What a configuration is made for.
   *
   * @param graph of the model, as its files have it
   * @param file where the configuration will lie: paths in it are relative to its folder
   * @param shapes of inputs whose own shapes say too little
   * @param folders of samples, one for each input, or none
   * @param target a name, or a file's path relative to the working folder
   */
  public record Request(
      Graph graph,
      ModelFiles files,
      Path file,
      SequencedMap<String, Shape> shapes,
      List<Path> folders,
      String target) {
    public Request {
      folders = List.copyOf(folders);
    }

    /** Extents of an input, below 0 where they are not known. */
    List<Long> dims(String input) {
      Shape given = shapes.get(input);
      if (given != null) {
        return Arrays.stream(given.toArray()).boxed().toList();
      }
      return graph
          .tensorType(input)
          .map(type -> type.dims().stream().map(Request::extent).toList())
          .orElse(List.of());
    }

    private static long extent(Dim dim) {
      return dim instanceof Dim.Fixed(long extent) ? extent : -1;
    }
  }

  /**
   * The preprocess file beside a configuration: {@code net_preprocess.yaml} of {@code net.yaml}.
   */
  public static Path preprocessOf(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "_preprocess.yaml");
  }

  public static ConfigDraft of(Request request) {
    Optional<PreprocessDraft> draft = preprocess(request);
    List<String> guesses = new ArrayList<>();
    draft.ifPresent(found -> guesses.addAll(found.guesses()));
    return new ConfigDraft(
        ConfigTemplate.of(
            request, draft.map(_ -> String.valueOf(preprocessOf(request.file()).getFileName()))),
        draft.map(PreprocessDraft::text),
        guesses);
  }

  /** Of the first input that takes pictures; samples that are no pictures need none. */
  private static Optional<PreprocessDraft> preprocess(Request request) {
    List<String> inputs = request.graph().inputs();
    for (int i = 0; i < inputs.size(); i++) {
      boolean given = i < request.folders().size();
      Optional<PictureFacts> pictures =
          given ? PictureFacts.of(request.folders().get(i)) : Optional.empty();
      if (given && pictures.isEmpty()) {
        continue;
      }
      Optional<PreprocessDraft> draft =
          PreprocessDraft.of(
              inputs.get(i),
              request.dims(inputs.get(i)),
              request.files().prototxt().isPresent(),
              pictures);
      if (draft.isPresent()) {
        return draft;
      }
    }
    return Optional.empty();
  }
}
