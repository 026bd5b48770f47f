// The short codes that messages use, as characters.

const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 wave 👋 raised_hands 🙌 clap 👏 pray 🙏 handshake 🤝 muscle 💪 ok_hand 👌
point_right 👉 point_left 👈 point_up ☝️ point_down 👇 raised_hand ✋ writing_hand ✍️ fist 👊 v ✌️ crossed_fingers 🤞
smile 😄 smiley 😃 grinning 😀 grin 😁 blush 😊 slightly_smiling_face 🙂 simple_smile 🙂 wink 😉 joy 😂 sweat_smile 😅
heart_eyes 😍 thinking_face 🤔 neutral_face 😐 expressionless 😑 slightly_frowning_face 🙁 disappointed 😞 confused 😕
worried 😟 cry 😢 sob 😭 open_mouth 😮 relieved 😌 sunglasses 😎 nerd_face 🤓 hugging_face 🤗 upside_down_face 🙃
partying_face 🥳 star-struck 🤩 sleeping 😴 zipper_mouth_face 🤐 shushing_face 🤫 face_with_monocle 🧐 robot_face 🤖
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 sparkling_heart 💖 two_hearts 💕
tada 🎉 confetti_ball 🎊 sparkles ✨ star ⭐ star2 🌟 dizzy 💫 fire 🔥 boom 💥 zap ⚡ rainbow 🌈 sunny ☀️ sunrise 🌅
cloud ☁️ snowflake ❄️ crescent_moon 🌙 first_quarter_moon 🌓 ocean 🌊 seedling 🌱 herb 🌿 four_leaf_clover 🍀 deciduous_tree 🌳
evergreen_tree 🌲 sunflower 🌻 cherry_blossom 🌸 rose 🌹 leaves 🍃 fallen_leaf 🍂 coffee ☕ tea 🍵 cake 🍰 birthday 🎂 cookie 🍪
apple 🍎 gift 🎁 balloon 🎈 trophy 🏆 medal 🏅 sports_medal 🏅 first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉
crown 👑 gem 💎 ribbon 🎀 mortar_board 🎓 scroll 📜 rosette 🏵️ dart 🎯 rocket 🚀 hatching_chick 🐣 bird 🐦 owl 🦉 butterfly 🦋
turtle 🐢 snail 🐌 bee 🐝 cat 🐱 dog 🐶 unicorn_face 🦄 bulb 💡 books 📚 book 📖 open_book 📖 notebook 📓 memo 📝 pencil ✏️
pencil2 ✏️ clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗 bookmark 🔖 file_folder 📁 open_file_folder 📂
page_facing_up 📄 inbox_tray 📥 outbox_tray 📤 package 📦 mailbox 📫 email 📧 envelope ✉️ incoming_envelope 📨 love_letter 💌
calendar 📅 date 📅 spiral_calendar_pad 🗓️ clock1 🕐 clock3 🕒 clock9 🕘 alarm_clock ⏰ hourglass ⌛
hourglass_flowing_sand ⏳ stopwatch ⏱️ timer_clock ⏲️ watch ⌚ bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 speech_balloon 💬
thought_balloon 💭 left_speech_bubble 🗨️ telephone_receiver 📞 video_camera 📹 movie_camera 🎥 headphones 🎧 microphone 🎤 camera 📷
computer 💻 desktop_computer 🖥️ iphone 📱 keyboard ⌨️ gear ⚙️ wrench 🔧 hammer_and_wrench 🛠️ toolbox 🧰 key 🔑 lock 🔒
unlock 🔓 closed_lock_with_key 🔐 shield 🛡️ mag 🔍 mag_right 🔎 bar_chart 📊 chart_with_upwards_trend 📈
chart_with_downwards_trend 📉 compass 🧭 world_map 🗺️ earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 globe_with_meridians 🌐
house 🏠 office 🏢 school 🏫 classical_building 🏛️ bridge_at_night 🌉 airplane ✈️ car 🚗 bike 🚲 runner 🏃 walking 🚶
person_in_lotus_position 🧘 bust_in_silhouette 👤 busts_in_silhouette 👥 people_holding_hands 🧑‍🤝‍🧑 family 👪 ear 👂 eyes 👀 brain 🧠
footprints 👣 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ heavy_multiplication_x ✖️ no_entry ⛔
no_entry_sign 🚫 warning ⚠️ exclamation ❗ question ❓ grey_question ❔ information_source ℹ️ 100 💯 sos 🆘 new 🆕 free 🆓
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrows_counterclockwise 🔄 arrows_clockwise 🔃 repeat 🔁
left_right_arrow ↔️ leftwards_arrow_with_hook ↩️ fast_forward ⏩ double_vertical_bar ⏸️ pause_button ⏸️ black_right_pointing_triangle ▶️
arrow_forward ▶️ heavy_plus_sign ➕ heavy_minus_sign ➖ recycle ♻️ infinity ♾️ peace_symbol ☮️ dove_of_peace 🕊️ white_flag 🏳️
checkered_flag 🏁 triangular_flag_on_post 🚩 red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢
green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫ large_green_square 🟩
large_yellow_square 🟨 white_large_square ⬜ black_large_square ⬛ small_blue_diamond 🔹 small_orange_diamond 🔸 one 1️⃣ two 2️⃣
three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ palm_tree 🌴 beach_with_umbrella 🏖️ desert_island 🏝️
luggage 🧳 door 🚪 sleeping_accommodation 🛌 potted_plant 🪴 ladder 🪜 jigsaw 🧩 magnet 🧲 art 🎨 musical_note 🎵 balance_scale ⚖️
`;

const words = TABLE.trim().split(/\s+/);
const CHARACTERS = new Map(words.flatMap((word, index) => (index % 2 ? [] : [[word, words[index + 1]]])));

/** The character of a short code, or null. A skin tone behind the name is accepted and left out. */
export const character = (name) => CHARACTERS.get(name.split("::")[0]) ?? null;

export const PATTERN = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/y;
