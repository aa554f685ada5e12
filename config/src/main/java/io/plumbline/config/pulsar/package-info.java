/**
 * Text-format protobuf as Pulsar's configurations are written: the fields, their translation to a
 * compile request and back. Whether a setting is wise belongs in {@code io.plumbline.config.lint}.
 */
@NullMarked
package io.plumbline.config.pulsar;

import org.jspecify.annotations.NullMarked;
