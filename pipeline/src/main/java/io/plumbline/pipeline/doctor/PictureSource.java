package io.plumbline.pipeline.doctor;

import io.plumbline.data.dataset.Origin;
import io.plumbline.data.picture.Picture;
import io.plumbline.data.picture.PictureReader;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Transformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pictures that are decoded once for each convention of reading, and cut to size once for each way
 * to do so, whatever is done to their values after that. All of them stay in memory.
 */
final class PictureSource {
  private final List<Origin> origins;
  private final Map<Decoded, Picture> decoded = new ConcurrentHashMap<>();
  private final Map<Sized, Picture> sized = new ConcurrentHashMap<>();

  private record Decoded(int index, ReadMode mode) {}

  private record Sized(int index, ReadMode mode, List<Transformer> geometry) {}

  PictureSource(List<Origin> origins) {
    this.origins = List.copyOf(origins);
  }

  int size() {
    return origins.size();
  }

  String where(int index) {
    return origins.get(index).where();
  }

  /**
   * A picture after steps that change its size.
   *
   * @throws io.plumbline.tensor.BadDataException when it cannot be read or does not fit them
   */
  Picture sized(int index, ReadMode mode, List<Transformer> geometry) {
    return sized.computeIfAbsent(
        new Sized(index, mode, geometry),
        _ -> new Preprocess(mode, geometry).apply(decoded(index, mode)));
  }

  private Picture decoded(int index, ReadMode mode) {
    return decoded.computeIfAbsent(
        new Decoded(index, mode),
        _ ->
            switch (origins.get(index)) {
              case Origin.OfFile(var file) -> PictureReader.read(file, mode);
              case Origin.OfRecord(var where, var bytes) ->
                  PictureReader.decode(bytes.get(), where, mode);
            });
  }
}
