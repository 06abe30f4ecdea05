//! Buffers, textures and pipelines of the map on the GPU. Only textures and
//! uniform buffers, so that OpenGL and software adapters draw the same.

use std::sync::Arc;

use egui_wgpu::wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

use super::mesh::{Span, TileMesh};
use super::style::{Stroke, StyleTable};

/// Features in one row of the look-up texture.
const ROW: u32 = 2048;
/// Columns of the class texture: 256 classes, selected, hovered.
const COLUMNS: u32 = 258;

/// Values of one draw, as in the shader.
#[repr(C)]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
pub struct DrawUniform {
    pub origin_px: [f32; 2],
    pub pattern_px: [f32; 2],
    pub screen_px: [f32; 2],
    pub side_px: f32,
    pub pixels_per_point: f32,
    pub opacity: f32,
    pub is_linear_target: f32,
    pub unused: [f32; 2],
}

/// The content of a tile on the GPU.
pub struct GpuTile {
    vertices: Option<wgpu::Buffer>,
    indices: Option<wgpu::Buffer>,
    index_count: u32,
    /// Byte offset and number of instances in `vertices`.
    segments: (u64, u32),
    dots: (u64, u32),
    crumbs: (u64, u32),
    spans: Vec<Span>,
    /// Bytes it holds.
    pub bytes: usize,
}

impl GpuTile {
    /// Moves a mesh to the GPU.
    pub fn upload(device: &wgpu::Device, mesh: TileMesh) -> Self {
        let corners: &[u8] = bytemuck::cast_slice(&mesh.corners);
        let parts = [
            corners,
            bytemuck::cast_slice(&mesh.segments),
            bytemuck::cast_slice(&mesh.dots),
            bytemuck::cast_slice(&mesh.crumbs),
        ];
        let mut offsets = [0_u64; 4];
        let mut total = 0_u64;
        for (offset, part) in offsets.iter_mut().zip(parts) {
            *offset = total;
            total += part.len() as u64;
        }
        let buffer = |usage, contents: &[u8]| {
            (!contents.is_empty()).then(|| {
                device.create_buffer_init(&BufferInitDescriptor { label: Some("tile"), contents, usage })
            })
        };
        GpuTile {
            vertices: buffer(wgpu::BufferUsages::VERTEX, &parts.concat()),
            indices: buffer(wgpu::BufferUsages::INDEX, bytemuck::cast_slice(&mesh.indices)),
            index_count: mesh.indices.len() as u32,
            segments: (offsets[1], mesh.segments.len() as u32),
            dots: (offsets[2], mesh.dots.len() as u32),
            crumbs: (offsets[3], mesh.crumbs.len() as u32),
            bytes: mesh.bytes(),
            spans: mesh.spans,
        }
    }

    /// Where the segments of one feature lie, if it has any here.
    fn segments_of(&self, feature: u32) -> Option<std::ops::Range<u32>> {
        let at = self.spans.binary_search_by_key(&feature, |span| span.feature).ok()?;
        self.spans.get(at).map(|span| span.segments.clone()).filter(|segments| !segments.is_empty())
    }
}

/// The pipelines; one set for each device, kept by egui's renderer.
pub struct Pipelines {
    fill: wgpu::RenderPipeline,
    line: wgpu::RenderPipeline,
    halo: wgpu::RenderPipeline,
    dot: wgpu::RenderPipeline,
    crumb: wgpu::RenderPipeline,
    draw_layout: wgpu::BindGroupLayout,
    look_layout: wgpu::BindGroupLayout,
    /// Whether colours must be turned linear for the target.
    pub is_linear_target: bool,
}

impl Pipelines {
    /// Compiles the shaders for a target of this format and number of samples.
    pub fn new(device: &wgpu::Device, format: wgpu::TextureFormat, samples: u32) -> Self {
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("map"),
            source: wgpu::ShaderSource::Wgsl(include_str!("../../assets/shaders/map.wgsl").into()),
        });
        let stages = wgpu::ShaderStages::VERTEX | wgpu::ShaderStages::FRAGMENT;
        let draw_layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("map draw"),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: stages,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: true,
                    min_binding_size: std::num::NonZeroU64::new(size_of::<DrawUniform>() as u64),
                },
                count: None,
            }],
        });
        let texture = |binding, sample_type| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::VERTEX,
            ty: wgpu::BindingType::Texture {
                sample_type,
                view_dimension: wgpu::TextureViewDimension::D2,
                multisampled: false,
            },
            count: None,
        };
        let look_layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("map look"),
            entries: &[
                texture(0, wgpu::TextureSampleType::Uint),
                texture(1, wgpu::TextureSampleType::Float { filterable: false }),
            ],
        });
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("map"),
            bind_group_layouts: &[Some(&draw_layout), Some(&look_layout)],
            immediate_size: 0,
        });
        let pipeline = |name: &str, stride, step_mode, attributes: &[wgpu::VertexAttribute]| {
            device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: Some(name),
                layout: Some(&layout),
                vertex: wgpu::VertexState {
                    module: &module,
                    entry_point: Some(&format!("vs_{name}")),
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                    buffers: &[Some(wgpu::VertexBufferLayout {
                        array_stride: stride,
                        step_mode,
                        attributes,
                    })],
                },
                primitive: wgpu::PrimitiveState::default(),
                depth_stencil: None,
                multisample: wgpu::MultisampleState { count: samples, ..Default::default() },
                fragment: Some(wgpu::FragmentState {
                    module: &module,
                    entry_point: Some(&format!("fs_{name}")),
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                    targets: &[Some(wgpu::ColorTargetState {
                        format,
                        blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                        write_mask: wgpu::ColorWrites::ALL,
                    })],
                }),
                multiview_mask: None,
                cache: None,
            })
        };
        let instance = wgpu::VertexStepMode::Instance;
        let dot = wgpu::vertex_attr_array![0 => Unorm16x2, 1 => Uint32, 2 => Uint32];
        let corner = wgpu::vertex_attr_array![0 => Unorm16x2, 1 => Uint32];
        let segment = wgpu::vertex_attr_array![0 => Unorm16x2, 1 => Unorm16x2, 2 => Uint32, 3 => Float32];
        Pipelines {
            fill: pipeline("fill", 8, wgpu::VertexStepMode::Vertex, &corner),
            line: pipeline("line", 16, instance, &segment),
            halo: pipeline("halo", 16, instance, &segment),
            dot: pipeline("dot", 12, instance, &dot),
            crumb: pipeline("crumb", 12, instance, &dot),
            draw_layout,
            look_layout,
            is_linear_target: format.is_srgb(),
        }
    }

    /// A uniform buffer with all draws of a frame, and the step between them.
    pub fn uniforms(&self, device: &wgpu::Device, draws: &[DrawUniform]) -> (wgpu::BindGroup, u32) {
        let align = device.limits().min_uniform_buffer_offset_alignment.max(1);
        let step = (size_of::<DrawUniform>() as u32).next_multiple_of(align);
        let mut contents = vec![0_u8; step as usize * draws.len().max(1)];
        for (slot, draw) in contents.chunks_exact_mut(step as usize).zip(draws) {
            if let Some(head) = slot.get_mut(..size_of::<DrawUniform>()) {
                head.copy_from_slice(bytemuck::bytes_of(draw));
            }
        }
        let usage = wgpu::BufferUsages::UNIFORM;
        let buffer = device.create_buffer_init(&BufferInitDescriptor {
            label: Some("map draws"),
            contents: &contents,
            usage,
        });
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("map draws"),
            layout: &self.draw_layout,
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                    buffer: &buffer,
                    offset: 0,
                    size: std::num::NonZeroU64::new(size_of::<DrawUniform>() as u64),
                }),
            }],
        });
        (group, step)
    }

    /// Draws one tile; scissor and bind groups are set. `emphasised` features
    /// get their lines once more, over those of their neighbours.
    pub fn draw(&self, pass: &mut wgpu::RenderPass<'static>, tile: &GpuTile, emphasised: &[u32]) {
        let Some(vertices) = &tile.vertices else { return };
        if let Some(indices) = &tile.indices {
            pass.set_pipeline(&self.fill);
            pass.set_vertex_buffer(0, vertices.slice(..));
            pass.set_index_buffer(indices.slice(..), wgpu::IndexFormat::Uint32);
            pass.draw_indexed(0..tile.index_count, 0, 0..1);
        }
        let mut instances = |pipeline, (offset, count): (u64, u32)| {
            if count > 0 {
                pass.set_pipeline(pipeline);
                pass.set_vertex_buffer(0, vertices.slice(offset..));
                pass.draw(0..6, 0..count);
            }
        };
        instances(&self.crumb, tile.crumbs);
        instances(&self.line, tile.segments);
        if tile.segments.1 > 0 && !emphasised.is_empty() {
            pass.set_vertex_buffer(0, vertices.slice(tile.segments.0..));
            // The whole halo first: that of one segment must not cover the line of the next.
            for pipeline in [&self.halo, &self.line] {
                pass.set_pipeline(pipeline);
                for range in emphasised.iter().filter_map(|feature| tile.segments_of(*feature)) {
                    pass.draw(0..6, range);
                }
            }
        }
        if tile.dots.1 > 0 {
            pass.set_pipeline(&self.dot);
            pass.set_vertex_buffer(0, vertices.slice(tile.dots.0..));
            pass.draw(0..6, 0..tile.dots.1);
        }
    }
}

/// The look of one layer on the GPU.
pub struct GpuLook {
    features: wgpu::Texture,
    classes: wgpu::Texture,
    /// For group 1 of the pipelines.
    pub group: wgpu::BindGroup,
    rows: u32,
    styles: Arc<StyleTable>,
    /// Selected and hovered features, ascending.
    pub emphasised: Arc<Vec<u32>>,
}

impl GpuLook {
    /// Makes room for `len` features and uploads the table.
    pub fn new(
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        pipelines: &Pipelines,
        len: u32,
        styles: &Arc<StyleTable>,
    ) -> Self {
        let most = device.limits().max_texture_dimension_2d;
        // Some room to grow, so that drawing a zone does not make a new texture each time.
        let rows = (len / ROW + 2).min(most);
        let texture = |label, width, height, format| {
            device.create_texture(&wgpu::TextureDescriptor {
                label: Some(label),
                size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
                mip_level_count: 1,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format,
                usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
                view_formats: &[],
            })
        };
        let features = texture("map features", ROW, rows, wgpu::TextureFormat::Rg8Uint);
        let classes = texture("map classes", COLUMNS, 4, wgpu::TextureFormat::Rgba32Float);
        let entry = |binding, view| wgpu::BindGroupEntry {
            binding,
            resource: wgpu::BindingResource::TextureView(view),
        };
        let view = wgpu::TextureViewDescriptor::default();
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("map look"),
            layout: &pipelines.look_layout,
            entries: &[entry(0, &features.create_view(&view)), entry(1, &classes.create_view(&view))],
        });
        let emphasised = Arc::new(styles.emphasised());
        let look = GpuLook { features, classes, group, rows, styles: Arc::clone(styles), emphasised };
        look.write_classes(queue);
        for row in 0..rows {
            look.write_row(queue, row);
        }
        look
    }

    /// Whether a layer of `len` features has room.
    pub fn has_room(&self, device: &wgpu::Device, len: u32) -> bool {
        len <= self.rows.saturating_mul(ROW) || self.rows == device.limits().max_texture_dimension_2d
    }

    /// Uploads what differs from the table before.
    pub fn update(&mut self, queue: &wgpu::Queue, styles: &Arc<StyleTable>) {
        if Arc::ptr_eq(&self.styles, styles) {
            return;
        }
        let before = std::mem::replace(&mut self.styles, Arc::clone(styles));
        let is_same_look = before.classes == styles.classes
            && before.selected == styles.selected
            && before.hovered == styles.hovered;
        if !is_same_look {
            self.write_classes(queue);
        }
        let is_same_classes = Arc::ptr_eq(&before.class_of, &styles.class_of);
        for row in 0..self.rows {
            let differs = (!is_same_classes && part(&before.class_of, row) != part(&styles.class_of, row))
                || part(&before.flags, row) != part(&styles.flags, row);
            if differs {
                self.write_row(queue, row);
            }
        }
        self.emphasised = Arc::new(styles.emphasised());
    }

    fn write_row(&self, queue: &wgpu::Queue, row: u32) {
        let mut bytes = vec![0_u8; ROW as usize * 2];
        let classes = part(&self.styles.class_of, row);
        let flags = part(&self.styles.flags, row);
        bytes.chunks_exact_mut(2).zip(classes).for_each(|(pair, class)| pair[0] = *class);
        bytes.chunks_exact_mut(2).zip(flags).for_each(|(pair, flags)| pair[1] = *flags);
        write(queue, &self.features, [0, row], [ROW, 1], &bytes);
    }

    fn write_classes(&self, queue: &wgpu::Queue) {
        let mut rows = vec![[[0.0_f32; 4]; COLUMNS as usize]; 4];
        for (column, class) in self.styles.classes.iter().take(256).enumerate() {
            let stroke = match class.stroke {
                Stroke::Solid => 0.0,
                Stroke::Dashed => 1.0,
                Stroke::Dotted => 2.0,
            };
            let shape = [
                class.outline_width,
                f32::from(class.pattern as u8),
                class.symbol_size,
                f32::from(class.symbol as u8) + 8.0 * stroke,
            ];
            put(&mut rows, column, [gamma(class.fill), gamma(class.outline), gamma(class.ink), shape]);
        }
        for (column, emphasis) in [(256, self.styles.selected), (257, self.styles.hovered)] {
            let shape = [emphasis.outline_width, emphasis.halo_width, 0.0, 0.0];
            let colours = [emphasis.tint, emphasis.outline, emphasis.halo].map(gamma);
            put(&mut rows, column, [colours[0], colours[1], colours[2], shape]);
        }
        write(queue, &self.classes, [0, 0], [COLUMNS, 4], bytemuck::cast_slice(rows.as_flattened()));
    }
}

fn put(rows: &mut [[[f32; 4]; COLUMNS as usize]], column: usize, values: [[f32; 4]; 4]) {
    for (row, value) in rows.iter_mut().zip(values) {
        if let Some(place) = row.get_mut(column) {
            *place = value;
        }
    }
}

/// What of a per-feature table belongs to one row of the texture.
fn part(table: &[u8], row: u32) -> &[u8] {
    let start = (row as usize * ROW as usize).min(table.len());
    let end = (start + ROW as usize).min(table.len());
    table.get(start..end).unwrap_or_default()
}

/// Premultiplied, in gamma space, 0 to 1.
fn gamma(color: egui::Color32) -> [f32; 4] {
    color.to_array().map(|value| f32::from(value) / 255.0)
}

fn write(queue: &wgpu::Queue, texture: &wgpu::Texture, at: [u32; 2], size: [u32; 2], bytes: &[u8]) {
    let per_row = bytes.len() as u32 / size[1].max(1);
    queue.write_texture(
        wgpu::TexelCopyTextureInfo {
            texture,
            mip_level: 0,
            origin: wgpu::Origin3d { x: at[0], y: at[1], z: 0 },
            aspect: wgpu::TextureAspect::All,
        },
        bytes,
        wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(per_row), rows_per_image: None },
        wgpu::Extent3d { width: size[0], height: size[1], depth_or_array_layers: 1 },
    );
}
