"""Programs for the GPU (GLSL 3.30 core): lit solids, and the floor with its grid and the shadow of the bones."""

SOLID_VERTEX = """#version 330 core
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec3 colour;
uniform mat4 toClip;
uniform mat4 toEye;
uniform float grown;
out vec3 eyeNormal;
out vec3 tint;
out float depth;
void main() {
    vec3 place = position + normal * grown;
    eyeNormal = mat3(toEye) * normal;
    depth = (toEye * vec4(place, 1.0)).z;
    tint = colour;
    gl_Position = toClip * vec4(place, 1.0);
}
"""

SOLID_FRAGMENT = """#version 330 core
in vec3 eyeNormal;
in vec3 tint;
in float depth;
uniform vec4 flatColour;
uniform vec3 light;
uniform vec4 surface;
uniform vec3 stage;
uniform vec3 fog;
out vec4 result;
void main() {
    if (flatColour.a > 0.0) {
        result = flatColour;
        return;
    }
    vec3 n = normalize(eyeNormal);
    vec3 ahead = normalize(light + vec3(0.0, 0.0, -1.0));
    vec3 pale = mix(tint, stage, clamp((depth - fog.x) / fog.y, 0.0, 1.0) * fog.z);
    vec3 lit = pale * (surface.x + surface.y * max(dot(n, light), 0.0));
    lit += surface.z * pow(max(dot(n, ahead), 0.0), surface.w);
    float edge = smoothstep(0.02, 0.30, -n.z);
    result = vec4(mix(pale * 0.36, lit, edge), 1.0);
}
"""

FLOOR_VERTEX = """#version 330 core
layout(location = 0) in vec3 position;
uniform mat4 toClip;
out vec2 floorPlace;
void main() {
    floorPlace = position.xz;
    gl_Position = toClip * vec4(position, 1.0);
}
"""

FLOOR_FRAGMENT = """#version 330 core
in vec2 floorPlace;
uniform vec2 centre;
uniform float cell;
uniform float reach;
uniform float bodySize;
uniform vec3 stage;
uniform vec3 line;
uniform vec3 boldLine;
uniform float shadow;
uniform int bones;
uniform vec4 ends[24];
uniform vec4 shape[24];
out vec4 result;

float stroke(vec2 place, float width) {
    vec2 period = place / width;
    vec2 pixel = max(fwidth(period), vec2(1e-6));
    vec2 near = abs(fract(period - 0.5) - 0.5) / pixel;
    vec2 cover = clamp(1.0 - near, 0.0, 1.0) * clamp(0.5 / pixel, 0.0, 1.0);
    return max(cover.x, cover.y);
}

void main() {
    float fade = pow(clamp(1.0 - length(floorPlace - centre) / reach, 0.0, 1.0), 1.3);
    vec3 colour = mix(stage, line, stroke(floorPlace - centre, cell) * fade);
    colour = mix(colour, boldLine, stroke(floorPlace - centre, 2.0 * cell) * fade);
    float clear = 1.0;
    for (int i = 0; i < bones; ++i) {
        vec2 along = ends[i].zw - ends[i].xy;
        float t = clamp(dot(floorPlace - ends[i].xy, along) / max(dot(along, along), 1e-9), 0.0, 1.0);
        float off = length(floorPlace - ends[i].xy - t * along);
        float height = mix(shape[i].x, shape[i].y, t) / bodySize;
        float soft = shape[i].z + (0.05 + 0.14 * height) * bodySize;
        float strength = clamp(1.0 - height / 0.9, 0.0, 1.0);
        float spot = clamp(1.0 - (off * off) / (soft * soft), 0.0, 1.0);
        clear *= 1.0 - shadow * strength * strength * spot * spot;
    }
    result = vec4(colour * clear, 1.0);
}
"""
