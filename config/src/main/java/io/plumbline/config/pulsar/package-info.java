/**
 * Text-format protobuf as Pulsar's configurations are written: the fields, their translation to a
 * compile request and back. Whether a setting is wise belongs in {@code io.plumbline.config.lint}.
 *
 * <p>More than 25 files: two generations of the vendor's files are read by one translation, each by
 * a few small classes of its own.
 */
@NullMarked
package io.plumbline.config.pulsar;

import org.jspecify.annotations.NullMarked;
