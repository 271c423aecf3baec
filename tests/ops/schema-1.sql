-- A desk as the first schema left it, for tests/ops/upgrade_test.sh: two
-- buyers who write about their orders, a reply that waits to leave, refunds
-- that wait or were cancelled. Made up, written by `.dump` of SQLite, and never
-- to be changed: this is what old databases look like. Its keys stand in
-- schema-1-keys.sql.
-- SPDX-License-Identifier: MIT
PRAGMA foreign_keys=OFF;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES('actions',5);
INSERT INTO counters VALUES('buyers',2);
INSERT INTO counters VALUES('deadlines',3);
INSERT INTO counters VALUES('messages',2);
INSERT INTO counters VALUES('notes',1);
INSERT INTO counters VALUES('order_lines',1);
INSERT INTO counters VALUES('orders',3);
INSERT INTO counters VALUES('payments',2);
INSERT INTO counters VALUES('shipments',1);
INSERT INTO counters VALUES('shops',1);
INSERT INTO counters VALUES('tickets',2);
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, boot TEXT NOT NULL,
  mono INTEGER NOT NULL, entropy BLOB NOT NULL, actor TEXT NOT NULL,
  via TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT,
  payload TEXT, decisions TEXT NOT NULL, sealed BLOB,
  prev BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
INSERT INTO journal VALUES(1,1795895442225,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670335,X'5d07ebbc62ba601797f72f9bfdeef8ff72d4f91f3d1c61df2d095565b564f9d4','desk','host','shop',NULL,'{"label":"lamps","plugin":"import","live_since":0}','[{"shop":1,"new":true,"set":{"label":"lamps","plugin":"import","live_since":"2026-11-28T19:50:42.225Z"}}]',NULL,X'0000000000000000000000000000000000000000000000000000000000000000',X'25ac57bb4045c50e1181487e8ec13763a8df08d8e6c1249dd820133cd4258c20');
INSERT INTO journal VALUES(2,1795895442229,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670340,X'00a797341ce19ec6910b41a4dd4419ebb8e7efc7909474c120c7cdda522938ca','lamps','import','order','order:1:O1',NULL,'[{"buyer":1,"new":true,"set":{"shop":1,"ref":"B1","lang":"en","orders":1}}]',X'2956a24456adf96603dedca3fc428af865a62a18b128a9bb0f6622ae94c1ce41f7bcd92e8ea031b1fd6b55190332b61433f61c04f73a447b4409bfba17f8d0007a0cd3f15c59ea2ac89e81b8883f16858f9fcf80cf644a6872645b4b74058f53cfd73d44653ada9eeb3f1d1641bb647368f75184b89fbc77b8cbfd3af1959782d04df7d9d456ae5a5a2d72a316359f8a40507260e8d7e26fe5f23c95a5f414989e0bd42a6e8eec8fa4f7cf82ca0476c03f05e137e6ed5f9ec2dbc1fbc291465463e63f9982aa15130016e47d377e8c1c04559f29e8e4a23d853f8831d697f0e9685e52af1702d689057379e8ab3d80b71fff1d6aa9bac51aa98b97fb56d4afc497efe13387fcb8b3a23b754ce3165510bbaaa840bf48cb424d31c5525e5867d396ba441f99afb8698fa30764ce5157040a8e8e8816f5790056cad89b174b5a219c6d8d1c6d1015ee9ff3b52cedf10a1c5f91d5a687080cf5bfbd5687f6b34c5593355fe80a25cc35a97bfcc2768769f30643060bf0c29fac429face7691958e0fbf93282836973145abfbb52fa4bd236f691cb2bc4',X'25ac57bb4045c50e1181487e8ec13763a8df08d8e6c1249dd820133cd4258c20',X'4e95dd48840cce210130a9e39373c1ea84704951e6fe49fd8eebb3e45353e916');
INSERT INTO journal VALUES(3,1795895442229,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670340,X'5c3cf057a374bb3e2d0b56243dc785cca6d1fe22f9f6dac100af33a1d3227f35','lamps','import','payment',NULL,'{"kind":"payment","ref":"P1","order_ref":"O1","type":"sale","status":"success","amount":{"amount":"49.00","currency":"USD"},"at":"2026-11-08T19:49:39Z"}','[]',NULL,X'4e95dd48840cce210130a9e39373c1ea84704951e6fe49fd8eebb3e45353e916',X'cea985f80fc4c71543472297e22c10fa250374f139ab2709516a06d4acdb7b33');
INSERT INTO journal VALUES(4,1795895442229,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670340,X'fdc5fec86a934a415ba02e449c3de93f22dcf1fce5b951d8a3e9804a4ecab7df','lamps','import','payment',NULL,'{"kind":"payment","ref":"P2","order_ref":"O1","type":"refund","status":"success","amount":{"amount":"4.00","currency":"USD"},"at":"2026-11-18T19:49:39Z"}','[]',NULL,X'cea985f80fc4c71543472297e22c10fa250374f139ab2709516a06d4acdb7b33',X'ff96b59dd5595eea7277357187ee2f9b0c56a79bc22c278975e1d679f370c156');
INSERT INTO journal VALUES(5,1795895442229,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670340,X'3f06b1e8ea08035d3b96ce5f442b9f1248095d7858cc3b17609a1a4630809c95','lamps','import','shipment',NULL,'{"kind":"shipment","ref":"S1","order_ref":"O1","carrier":"DHL","tracking":"3318810025","status":"shipped","shipped":"2026-11-10T19:49:39Z"}','[]',NULL,X'ff96b59dd5595eea7277357187ee2f9b0c56a79bc22c278975e1d679f370c156',X'953f6d8c817053473daf43f9d8511f758b95234431c53bbbaa0a1cbd317eec22');
INSERT INTO journal VALUES(6,1795895442229,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670340,X'67322061d6805127f2dd418f4046fbce6e7811190ab6079d65139b86dbc6e7d3','lamps','import','order','order:1:O2',NULL,'[{"buyer":2,"new":true,"set":{"shop":1,"ref":"B2","lang":"de","orders":1}}]',X'c0bca6020b4b0eac323e45b1a1eb8da714f705acaaf06b9eee73394ca76cdefe1db0b6ad86f3bf0d933676681bcc4535ccf828ef942b851ab9ce7b31ff07615170232224db6c36ce218f38227adfc1ac44006f0a6858658a0902276e661facb6f21ebd418a7938c6016d53903835d6b980088369a35f96092457a194a0faa7646aa519ea9e2bcc13bb9d74ee3c51581209dcccd408451bfa6020f7a65c93c27116ac4e87558bcad0bbd91a156719279db99222ea1cf9a070ac2077fb8ca31c5f870e3e3067dd3f96680ccc6bf71c10415da5c2d6ef50ff32eef8a1c8b48ac2494a7e36c251c33e4f2323aeca046c6c75b645d7c1813e63f0df4d456e68dc07e50fbcd13f6c7f2d3288c6eff88ed00c7728b1d5bebfe5c245189589d5d2c7030b484e0d1331ec839cfc55b535b6b2e39d1a732dfe259a7c0be45eed2219046e8c1111d3f99e8d92118634827c239174f852036cd12a3dac56ba13aa49b867f313b64a6ae6745bea796587',X'953f6d8c817053473daf43f9d8511f758b95234431c53bbbaa0a1cbd317eec22',X'66e41b2291731d04ad8609b91e63e9142ca4a339d345afc967ab47d44690804c');
INSERT INTO journal VALUES(7,1795895442229,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670340,X'95dddb5f96495f13dcf56fcceca31c47d3dc0faeb0b8625489689de326c9c3fb','lamps','import','order','order:1:O3',NULL,'[]',X'14a6b277cac41a39158538879f2b0559a8489a06e252f3bf735f293120dce9b37f2ba27bd777f4901bfddf1a274a458da93976620321c081f76ce64dd44ed5a0302502783d9fac9c48ceab0842990ed88b93807559a874a3812f10908f0e7b8ab3d3d649e59118a0748f7df2434a3e65e322609f93dca80623b45626fdef79e25712df30ac51eaee67229cf3604b7165b289df6433ee7c75b2d1240b707189f2be9c91b04386c290ffbd5b1efeff2754086801a27844f0ccf090dcba081e196a6698656b4e418ffb4ba84d377794bfcbf6ef172dd5b9108d077b4fbb8bf4188eb3bc94724fc8be8426ed5a02fbb58ebd66a1d4e3fab37551b30be4573cf571',X'66e41b2291731d04ad8609b91e63e9142ca4a339d345afc967ab47d44690804c',X'e4872a1fffb6dc305ae07b22b98b151ae21353e31682f5fe92508b925a533b91');
INSERT INTO journal VALUES(8,1795895442229,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670340,X'0331d73969fcf0f054d962bc5944f7630f716dfbd1bce8e83ce5cffa2d78066f','lamps','import','text_in','order:1:O1',NULL,'[{"ticket":1,"new":true,"set":{"shop":1,"order_ref":"O1","buyer_ref":"B1","thread":"m1","channel":"email","tracking":"3318810025","issue":"not_received","lang":"en","confidence":75,"tier":"yellow","state":"open","owner":"eva","opened":"2026-11-28T19:50:42.229Z","changed":"2026-11-28T19:50:42.229Z","rule":"parcels","policy":"c97b602e68a543c4","messages":1}},{"deadline":1,"new":true,"set":{"ticket":1,"purpose":"first_response","source":"parcels","due":"2026-11-29T07:50:42.229Z","set":"2026-11-28T19:50:42.229Z","state":"open"}},{"message":1,"set":{"ticket":1}},{"vector":"message","facts":{"issue":"not_received","trigger":"message","channel":"email","lang":"en","carrier":"dhl","confidence":75,"buyer_orders":1,"messages":1,"order_total":4900,"order_age":1728063229,"ticket_age":0,"has_order":true,"has_tracking":true,"shipped":true,"delivered":false,"refunded":true,"cancelled":false,"disputed":false,"placed":1794167379000},"fired":["order status"],"considered":{"policy":"c97b602e68a543c4"}},{"action":1,"new":true,"set":{"ticket":1,"shop":1,"verb":"reply","instance":"mail","order_ref":"O1","effect_class":"C","state":"waiting","key":"f26ddf7e-f69e-8c01-acae-f12b6b186666","intent":"e98d9b332ba858cb0379546bc9539f176fd5b983e17f5e4aef4a1e25dec310b7","intent_no":1,"rule":"order status","policy":"c97b602e68a543c4","proposed_by":"policy","lang":"en","channel":"email","message_id":"<t1.tv7hxtrk67fb47gxs9qb05mx6t9r32av@localhost>","in_reply_to":"<m1@buyer.example>","references":"<m1@buyer.example>","template_id":"order_status.reply","planned":"2026-11-28T19:50:42.229Z"}},{"ticket":1,"set":{"state":"waiting","waiting_for":"approval","due":"2026-11-29T07:50:42.229Z"}}]',X'ff5f64c7453cc271e24f69d87f6c627fbed1595e3307ed3a5f2269ced7ac5fa6b6f3752a5da42600ba34d2ae49746f39cd4291e0821b5005381666d3f11ac40fe023bb51cc348bb813e24d8689e01cadcfbd23f9ba22788bc1ac1abcd2a5bc3339a23b3351b7759b46006c08c4e9f04598263f394537fc9fe3baace0717adf5daa34e3356a3e1c85225691f212d3879fab1dbcc67a09ae74fc41682e66a7288e325e10d34593b9fd1636f8e2696be1c2b708a17971e156cb376828bcc04d53c6d0d5d35c6c4eec4883163dbf34bcfb0246855f78b8b43330cb72ed3aee7cfe3d9af001028269381f8337473ffd45b96493899228730520f9367ab9797f6b6bd25c69e0e50dee6c6520eadb0957b4c9cd226998580db4f16c932a7a8029e761e587763d9d7bda67e86e1a40fcace81efb1849ecd0cba47ce3efed701f698f87a455c9d862be35638e5b91a635e4627aefc65522f757228dd54beae585b40f8ecd208577958cf40a551582c154ccf658834373bfc7fbed8f79d2a7e819e976154a743ed969638fb1498fc61eae0136c17d94a076af125e7a9d5bf1b60ccf36a0114b0d2ad0673da13e55f635d8187af0bc6c43dea5b71e4790a08edb12604b1c0033aa8f28dee0f3f55e6986041b86ab46bcdccbb56eff0663ee8a57965a970d0f61284776cf94ba74dd0075a70a048df075b7fda385e1b7b4681770fc53277f9ed7d6a77fee8a2c8c102da402cd1b568a19d232dd5fb0b17c439423f0ba5e724df1aaaf680c6a7da227aebd8167815af620429707eceaab61cfe9673032dce029681bc6d533642392d12211854348921ed264681e3772d7b841f09e9fbc52a4a9d0201bc002ce5fbe1f69126c252ba7620a7c2652ddb2903472e9fd781fda4d7f2a4e4365531e05137c2ebff9efcaed0c276f4898c2694660911dbe5270aaeaa8006e318b85bad9121cf3c1db61b07bfd5fec0f550d328de48b662c73fa8010a382e686385fba76a4a68252151eca117e6ad6a1bc42d47eeaaccbf24e10e649ec439672555a27cc75ced1e103bbc87e16d16449b554ad4a5c2661c50c8613f4de7c7aade0fed28f',X'e4872a1fffb6dc305ae07b22b98b151ae21353e31682f5fe92508b925a533b91',X'10b4c0bfe5028564aa59d8f34705c2283d2315ed36b7358a8e0b198b7eb0270b');
INSERT INTO journal VALUES(9,1795895442229,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670340,X'eb4e601dcd3bb1afa558e23c5adafdc0c11769156cc21a45fc57b23cbfd14656','lamps','import','text_in','order:1:O2',NULL,'[{"ticket":2,"new":true,"set":{"shop":1,"order_ref":"O2","buyer_ref":"B2","thread":"m2","channel":"email","issue":"damaged","lang":"de","confidence":75,"tier":"yellow","state":"open","owner":"eva","opened":"2026-11-28T19:50:42.229Z","changed":"2026-11-28T19:50:42.229Z","rule":"parcels","policy":"c97b602e68a543c4","messages":1}},{"deadline":2,"new":true,"set":{"ticket":2,"purpose":"first_response","source":"parcels","due":"2026-11-29T07:50:42.229Z","set":"2026-11-28T19:50:42.229Z","state":"open"}},{"message":2,"set":{"ticket":2}},{"vector":"message","facts":{"issue":"damaged","trigger":"message","channel":"email","lang":"de","confidence":75,"buyer_orders":1,"messages":1,"order_age":777663229,"ticket_age":0,"has_order":true,"has_tracking":false,"shipped":false,"delivered":false,"refunded":false,"cancelled":false,"disputed":false,"placed":1795117779000},"fired":["damaged"],"considered":{"policy":"c97b602e68a543c4"}},{"action":2,"new":true,"set":{"ticket":2,"shop":1,"verb":"reply","instance":"mail","order_ref":"O2","effect_class":"C","state":"waiting","key":"cd487a78-1a13-8b0a-a7fa-d13feb9ce5c0","intent":"bf402db3b92552730c3356d2470dc0ee493fe7271f0acd6af27c26a50779f39c","intent_no":1,"rule":"damaged","policy":"c97b602e68a543c4","proposed_by":"policy","lang":"de","channel":"email","message_id":"<t2.3wjzq2czvegafv63tfrebwb34q60366x@localhost>","in_reply_to":"<m2@buyer.example>","references":"<m2@buyer.example>","template_id":"damaged.photo_request","planned":"2026-11-28T19:50:42.229Z"}},{"ticket":2,"set":{"state":"waiting","waiting_for":"approval","due":"2026-11-29T07:50:42.229Z"}}]',X'52313c0310b74fab0992ebf57c76f7843d3a8318526fdb8c57d8473d05b54620f9c298fb65ee687ced8977bca583a087311a56db6d082c39764b1bfbd3b00b4f950bb357ade1fafb077438b4b684944304283ce55c28dec24bba8aee7b79aa3530784eb12372dee69ab15565036f6e46cf3766d1a2a5d2c31bb8a238e2c13bb30b833ff95e322f15ce9912ee63912f56273643d60a9fb7aed8a8726735db5f7d645fdb67f42bf974a5905d4308040f4bcaca292d56594ab79133557d5cec02b246277d547285846779c0a5a326c0466abebdc1b44be776881baaa86cdf3bca6666b9ca23dc942153bc93506bc9614bbf7269553206de45f36dc1e14a81deb11ce36d99698a1a55ac8789d3aff8c6b90f9eafe4d8713663889c29bd0427a81a60e5b8decc9b4aaa954b3b4c353ff1889cd2e3e5d85497502a7d450daa812301a1b9c951be212cf9deabec97115dd3e3ba0a6e4edcd8fc93260b2536c997034d10d8cd504b3df8759397cf1fb84bfc0a57633427bd32fabffab4fe73527e457149baa5dcd10900d59a405c0dd4d1ba3cc6e613a19857ad40b4b468ead68df0b72d6d1e85b23dd8b613d89627ec67132cd30fd17e98b08ba20ede9f712da73e88aa6c34b6379be2c01137597f6eacc48f95e47f7f1b24566bd5c31174971b1180cad9d251ff817b86f9cd8b97a3a5359a5991c5a34ce1b942bf9c0101b2940a308e1b539d98e6554a948227c402a0132de33a020ca03a83ddf64b7d125ed0d8a63896f0f0bd1b1827f3ff0628de24f786020038f7f4f111a861783acb296224dcb4249bca63e44b69acbb4de14c6f037db99e408ac33ded2f4ecddc982537f18083884b1228d7572f706f170d5aa6ba9cbdd3a0e62f756e24878399b9dc8382c004f10b8261a5706cbd1b5281c0044681d49e4e2ba53ee9b17006ff0c3d540a5d153e9ccc1983626c7b95606b596f3450a0445ec86193cc8fef795d9d94fafd15d96263ec9832449f6ff7f4cf50cab1ad98ca4c46f7f73eb97b20ebf00b550fbcc7d902c2c935e3ebeb75596c1b65333c5efac80334be53b34b86879bd877069ca27386631afdc847a81318be1b2c86f6c71fd072b935f870ff3e4cbefb6522bc479e8246469de7b0002e90d0bc4481404b7f9c476ca5dc1d3caa5aa2131fb367b95ecb421700f3f008e2fcbc28b9d760d3ca14c0aca355006c928049957fc183f02247452399cf551f9407ecc3cac1103de01401b3f23e1a05b0e31ee247f0',X'10b4c0bfe5028564aa59d8f34705c2283d2315ed36b7358a8e0b198b7eb0270b',X'b08a534e6be9e2ece0db2edaa3550f4edfb683a83dd00056bbe58f9350b1e882');
INSERT INTO journal VALUES(10,1795895442362,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670472,X'295dbc83b5474662ea0a4a3286b9a6cd8d169131ee56ab639aae0d281990ebbe','eva','cli','reply','order:1:O1',NULL,'[{"action":1,"set":{"state":"cancelled","settled":"2026-11-28T19:50:42.362Z"}},{"ticket":1,"set":{"state":"open","waiting_for":null,"changed":"2026-11-28T19:50:42.362Z"}},{"action":3,"new":true,"set":{"ticket":1,"shop":1,"verb":"reply","instance":"mail","order_ref":"O1","effect_class":"C","state":"held","key":"230d27ee-2b7a-8448-ad6b-3ae33049922d","intent":"cf37d7d51c7546ec7a7f7633ce5d3a3d0ae4c534023eb7cf2659ef2e5208e133","intent_no":2,"proposed_by":"eva","approved_by":"eva","lang":"en","channel":"email","message_id":"<t1.b3vbtfad1s2pymppq5e22va7nern4q8r@localhost>","in_reply_to":"<m1@buyer.example>","references":"<m1@buyer.example>","planned":"2026-11-28T19:50:42.362Z","hold_until":"2026-11-28T19:55:42.362Z","approved":"2026-11-28T19:50:42.362Z"}},{"deadline":3,"new":true,"set":{"ticket":1,"action":3,"purpose":"undo","source":"reply","due":"2026-11-28T19:55:42.362Z","set":"2026-11-28T19:50:42.362Z","state":"open"}},{"ticket":1,"set":{"state":"waiting","waiting_for":"sending"}}]',X'143fee6a4629d4764525be0a1a4fc9ce287a701c3a842ea2ee105657d1385a3cc307e6f9174866d64b718a63d9d513a482af3e3aacb58206415f9705f87e3db082784e026e61a9ccc66ce512ca58d350108ea1959552f66525ee57d9b963816384a4f1d08ad8d1c5deff3a77343f4649506c89cc47a19b6e2b46d44c044059ad2de04aad405247c8690e53aab7859d31ae50955ffc144f92de32fddfb1005265d650dd7a02384caa1d369fb0dbd9057259ae3c4c5187ab620188c3bde2b1a0d1355d627a2b3524539eb7838788f6702e64f484bb59b44b855ff11169e369e53bdd5e0eff6b1c6e154d4b90144b3bf641b88a7034dc6d0f5183047d4687368497fb3c3525e55a732c4ec0581f9fd3d22157aa1643331bd396',X'b08a534e6be9e2ece0db2edaa3550f4edfb683a83dd00056bbe58f9350b1e882',X'59336f628e7dd51b7e97dea4c8e022c25de9191397d619d00434f1ee531fbeb4');
INSERT INTO journal VALUES(11,1795895442466,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670576,X'c2c3f6e4c16b5f15361c299aedaf485790a47633065ae0f3cdddca4114359d8e','eva','cli','note','order:1:O2',NULL,'[{"note":1,"new":true,"set":{"ticket":2,"author":"eva","at":"2026-11-28T19:50:42.466Z"}}]',X'98e19f81e1eb8171ac4447e7fd041a749eb898a66c01e3e37639c59a556277b4139e2330722b0dd055aa19317c12c1a360f7ef113b04d21c1327bc5921a4070179402ba592463e0396249a514b8a15457e5f68a24fcb9d59b8eebb1a60d576821c77a98e7db3861ceaa48530eb67d0f015e5058e8c7605be1c2e51865d37b61ce97660ef2a2a9446b3557657b52b1ccfb60b69db554a',X'59336f628e7dd51b7e97dea4c8e022c25de9191397d619d00434f1ee531fbeb4',X'ebf54f14b3d333d727ac8a7b5e0875dfdc21e802c3188616da05a43dc357fd59');
INSERT INTO journal VALUES(12,1795895442574,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670684,X'ff2863b160233bc4044b0299cc8ba1d6254ab31320bbe4eaaac0ebb04ec1f3ce','eva','cli','plan','order:1:O1',NULL,'[{"action":4,"new":true,"set":{"ticket":1,"shop":1,"verb":"refund","instance":"lamps","order_ref":"O1","effect_class":"A","state":"waiting","key":"9575c604-bb9f-84f3-a6ad-0b776669cd7a","intent":"1a1c666180a24e5cde96ea4faf5929375a04768f9534e4cd88f15f6293ab65da","intent_no":1,"amount":{"amount":"5.00","currency":"USD"},"worth":{"amount":"5.00","currency":"USD"},"proposed_by":"eva","planned":"2026-11-28T19:50:42.574Z"}},{"ticket":1,"set":{"waiting_for":"approval","changed":"2026-11-28T19:50:42.574Z"}}]',X'dcef254d70f44f2d90ad3092fff0b880f03662f61e3f90644ff35c5663ba756cc579e6c8ebf53d5cdb6273c307ca7757154d89e2fd20e7ed93f4e92b0466c4ae55e21fd737a23364f5f12a739159407f4c8b96310f901d277234a2f1b9ce4caf48235d1e41fe5ada2a0b8ad3aa50d23fbb721ae1db8ae7c874d5a77493732d46e62678433501bd7c4665f0467013dddfd893442f2d00983baa79e1f83f75cc658202b91fd50ea2744fa983c3',X'ebf54f14b3d333d727ac8a7b5e0875dfdc21e802c3188616da05a43dc357fd59',X'bc98f169a67bd0a6e2fac48247a0ede41e4e12dd1b8aa3a315144b07f1015d34');
INSERT INTO journal VALUES(13,1795895442662,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670772,X'3410e0ab59e5d9c66e0a9ce9ccae7da2ee0aba8a0a7adaf3d59780e7b6240e17','eva','cli','plan','order:1:O2',NULL,'[{"action":5,"new":true,"set":{"ticket":2,"shop":1,"verb":"refund","instance":"lamps","order_ref":"O2","effect_class":"A","state":"waiting","key":"e0a41feb-0d95-863c-8d87-70c3f23560b5","intent":"40f0b618ec7be45e3d6d874f1607ba26fb3f93c6c009d8a4afa42db0b22765b3","intent_no":1,"amount":{"amount":"12.00","currency":"EUR"},"worth":{"amount":"12.00","currency":"EUR"},"proposed_by":"eva","planned":"2026-11-28T19:50:42.662Z"}}]',X'8c8477eb34aa34a91ce5e1715a9435d060e16ed3b12026e2dc3c2024f522623f458d1b6feef83e69438e0384740cad833dba1a220feb90e86c015373d6726d28144f3d794caa682cfe3dd7052e112e6b85ab401d6b6444c8fd83772c4f045823fcaee43668e7b6b5e4384f22f42c3c36f0f083f218dd24f5a51e4bb1d19ec0fceb1e7d787e34aaf606adf1db6f4fc12995e2f2e4f1ed6c34ab3616da77d62f6eb1aae0ecf2b5d8e4c81f1c7e82',X'bc98f169a67bd0a6e2fac48247a0ede41e4e12dd1b8aa3a315144b07f1015d34',X'be22e67c46ba962fcdaf72ca881585eefd03c03f46b5b6342f0a68aff1fcf60b');
INSERT INTO journal VALUES(14,1795895442708,'01c34d49-9ef7-4675-92e9-0420bb9e4349',23670818,X'a55b4627ad3b39ac58ce20a08a743a0f07cf16fd229e676dea84bf62933dc753','eva','cli','close','order:1:O2',NULL,'[{"action":2,"set":{"state":"cancelled","settled":"2026-11-28T19:50:42.708Z"}},{"action":5,"set":{"state":"cancelled","settled":"2026-11-28T19:50:42.708Z"}},{"ticket":2,"set":{"state":"open","waiting_for":null,"changed":"2026-11-28T19:50:42.708Z"}},{"deadline":2,"set":{"done":"2026-11-28T19:50:42.708Z","state":"dropped"}},{"ticket":2,"set":{"state":"closed","closed":"2026-11-28T19:50:42.708Z","due":null,"outcome":"refunded","root_cause":"carrier"}}]',X'fbaef6c778d12d0aa4fc9ed677d4bf2a17d074defafd54a97f17638d635ee483eb4b539f663aeaa563e73689225c8a2a7368e1c7697de6d09fa7193a5af366bc2a490253bdc0ea97fa6b052bb1caca5a38869257c08157702d5f0d0d72e13f767f8bc457a9f3f639de8bb8642cac945b6721bb2af1c8c7a38ef01d5e78a1f199acd1533b3eaa15cde1f23f27433b7b00158946c16028eb21ca25eb6bfcf76323cd7514b0b40f2d2c9c5821276cf5e68c65a8672750a40104e1fc8517ff397fd7b223a237508449d20649116b26cbb7f2d2',X'be22e67c46ba962fcdaf72ca881585eefd03c03f46b5b6342f0a68aff1fcf60b',X'8f93e2ac251dabe8b2f181fccc7c53479be35d19e7bd09679a7657fb0f0d3ebe');
CREATE TABLE blobs (hash BLOB PRIMARY KEY, name TEXT NOT NULL, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE facts (
  shop INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,
  id INTEGER NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL,
  seen INTEGER NOT NULL, PRIMARY KEY (shop, kind, ref)
) STRICT, WITHOUT ROWID;
INSERT INTO facts VALUES(1,'order','O1',1,1,X'7eeeef8221c34a67a1e99acbc4b82e1d7809695c0f540565e35872aa6b3661e8',1795895442229);
INSERT INTO facts VALUES(1,'order','O2',2,1,X'00876d46eb613a8af66d4028f3623de1d452d3304231e5cf2c691a48839dbfe3',1795895442229);
INSERT INTO facts VALUES(1,'order','O3',3,1,X'6bb6fd0e3622d182c79ea2b5d3f08bb5a6abdb57a085e9e34b7ca948d85c66ac',1795895442229);
INSERT INTO facts VALUES(1,'payment','P1',1,0,X'b5aaeef6292db857f0c78930ebecdfc559003d00954dac7db014343589f195cf',1795895442229);
INSERT INTO facts VALUES(1,'payment','P2',2,0,X'acb0e29e20e640dbd12c9d2e88612fe2509a300ee8335501b6d6ecfe18fda6ca',1795895442229);
INSERT INTO facts VALUES(1,'shipment','S1',1,0,X'29fd089d2444ef34c05264a8530531342f0e26afd987ac315a7dfc7f7372e08d',1795895442229);
INSERT INTO facts VALUES(1,'text_in','m1',1,0,X'1807f32f04a37234fc3a5e92a457329bb91bb2f2b10674a4d57fe4b7d03b60a4',1795895442229);
INSERT INTO facts VALUES(1,'text_in','m2',2,0,X'47bae97009fa7728af3e0f841ed95c110564171b10fb5ccbc680c4ead2d4d28f',1795895442229);
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY, instance TEXT NOT NULL, event_id TEXT NOT NULL,
  topic TEXT NOT NULL, at INTEGER NOT NULL, sealed BLOB NOT NULL,
  state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, postponed INTEGER, not_before INTEGER,
  UNIQUE (instance, event_id)
) STRICT;
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY, instance TEXT NOT NULL, kind TEXT, ref TEXT,
  reason TEXT NOT NULL, at INTEGER NOT NULL, subject TEXT NOT NULL,
  sealed BLOB NOT NULL, state TEXT NOT NULL
) STRICT;
CREATE TABLE kv (
  instance TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (instance, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE holds (name TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE files (
  evidence INTEGER PRIMARY KEY, subject TEXT NOT NULL, name TEXT NOT NULL,
  size INTEGER NOT NULL
) STRICT;
CREATE TABLE vectors (
  seq INTEGER NOT NULL, trigger TEXT NOT NULL, facts TEXT NOT NULL,
  fired TEXT NOT NULL, considered TEXT NOT NULL, PRIMARY KEY (seq, trigger)
) STRICT, WITHOUT ROWID;
INSERT INTO vectors VALUES(8,'message','{"issue":"not_received","trigger":"message","channel":"email","lang":"en","carrier":"dhl","confidence":75,"buyer_orders":1,"messages":1,"order_total":4900,"order_age":1728063229,"ticket_age":0,"has_order":true,"has_tracking":true,"shipped":true,"delivered":false,"refunded":true,"cancelled":false,"disputed":false,"placed":1794167379000}','["order status"]','{"policy":"c97b602e68a543c4"}');
INSERT INTO vectors VALUES(9,'message','{"issue":"damaged","trigger":"message","channel":"email","lang":"de","confidence":75,"buyer_orders":1,"messages":1,"order_age":777663229,"ticket_age":0,"has_order":true,"has_tracking":false,"shipped":false,"delivered":false,"refunded":false,"cancelled":false,"disputed":false,"placed":1795117779000}','["damaged"]','{"policy":"c97b602e68a543c4"}');
CREATE TABLE traces (
  ticket INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (ticket, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO traces VALUES(1,8);
INSERT INTO traces VALUES(1,10);
INSERT INTO traces VALUES(1,12);
INSERT INTO traces VALUES(2,9);
INSERT INTO traces VALUES(2,11);
INSERT INTO traces VALUES(2,13);
INSERT INTO traces VALUES(2,14);
CREATE TABLE erased (subject TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE erasing (
  what TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (what, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, name TEXT,
  version INTEGER, status INTEGER, first_order INTEGER, placed INTEGER,
  placed_zone INTEGER, ship_by INTEGER, ship_by_zone INTEGER,
  deliver_by INTEGER, deliver_by_zone INTEGER, buyer_ref TEXT,
  buyer_name TEXT, email TEXT, phone TEXT, lang TEXT, address TEXT,
  city TEXT, postcode TEXT, country TEXT, total INTEGER, total_currency TEXT,
  total_shop INTEGER, total_shop_currency TEXT
) STRICT;
INSERT INTO orders VALUES(1,1,'O1','#1',1,1,NULL,1794167379000,NULL,NULL,NULL,NULL,NULL,'B1','Ann Smith','ann@buyer.example',NULL,'en',NULL,NULL,NULL,NULL,4900,'USD',NULL,NULL);
INSERT INTO orders VALUES(2,1,'O2','#2',1,1,NULL,1795117779000,NULL,NULL,NULL,NULL,NULL,'B2','Bernd Klein','bernd@buyer.example',NULL,'de',NULL,NULL,NULL,NULL,1200,'EUR',NULL,NULL);
INSERT INTO orders VALUES(3,1,'O3','#3',1,2,NULL,1795204179000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'cara@buyer.example',NULL,'en',NULL,NULL,NULL,NULL,500,'USD',NULL,NULL);
CREATE TABLE payments (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  parent_ref TEXT, gateway TEXT, version INTEGER, type INTEGER,
  status INTEGER, amount INTEGER, amount_currency TEXT, amount_shop INTEGER,
  amount_shop_currency TEXT, at INTEGER, at_zone INTEGER, note TEXT,
  reason TEXT
) STRICT;
INSERT INTO payments VALUES(1,1,'P1','O1',NULL,NULL,NULL,1,2,4900,'USD',NULL,NULL,1794167379000,NULL,NULL,NULL);
INSERT INTO payments VALUES(2,1,'P2','O1',NULL,NULL,NULL,3,2,400,'USD',NULL,NULL,1795031379000,NULL,NULL,NULL);
CREATE TABLE shipments (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  carrier TEXT, tracking TEXT, url TEXT, version INTEGER, status INTEGER,
  shipped INTEGER, shipped_zone INTEGER, estimated INTEGER,
  estimated_zone INTEGER, delivered INTEGER, delivered_zone INTEGER
) STRICT;
INSERT INTO shipments VALUES(1,1,'S1','O1','DHL','3318810025',NULL,NULL,2,1794340179000,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE scans (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, carrier TEXT, tracking TEXT,
  code TEXT, status INTEGER, occurred INTEGER, occurred_zone INTEGER,
  reason TEXT, place TEXT, country TEXT, "text" TEXT, estimated INTEGER,
  estimated_zone INTEGER
) STRICT;
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  sku TEXT, title TEXT, "text" TEXT, lang TEXT, author TEXT, version INTEGER,
  stars INTEGER, at INTEGER, at_zone INTEGER
) STRICT;
CREATE TABLE disputes (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  reason TEXT, version INTEGER, type INTEGER, status INTEGER, amount INTEGER,
  amount_currency TEXT, opened INTEGER, opened_zone INTEGER,
  respond_by INTEGER, respond_by_zone INTEGER, closed INTEGER,
  closed_zone INTEGER
) STRICT;
CREATE TABLE returns (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  name TEXT, reason TEXT, note TEXT, version INTEGER, status INTEGER,
  at INTEGER, at_zone INTEGER
) STRICT;
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, ref TEXT, order_ref TEXT,
  tracking TEXT, type TEXT, mime TEXT, name TEXT, url TEXT, at INTEGER,
  at_zone INTEGER
) STRICT;
CREATE TABLE order_lines (
  id INTEGER PRIMARY KEY, shop INTEGER NOT NULL, order_ref TEXT NOT NULL,
  ref TEXT, sku TEXT, title TEXT, quantity INTEGER, refundable INTEGER,
  price INTEGER, price_currency TEXT
) STRICT;
INSERT INTO order_lines VALUES(1,1,'O1','L1',NULL,'Lamp',1,0,0,NULL);
CREATE TABLE shops (
  id INTEGER PRIMARY KEY, account TEXT, label TEXT, plugin TEXT, name TEXT,
  currency TEXT, zone TEXT, live_since INTEGER
) STRICT;
INSERT INTO shops VALUES(1,NULL,'lamps','import',NULL,NULL,NULL,1795895442225);
CREATE TABLE buyers (
  id INTEGER PRIMARY KEY, shop INTEGER, ref TEXT, name TEXT, email TEXT,
  phone TEXT, lang TEXT, country TEXT, orders INTEGER
) STRICT;
INSERT INTO buyers VALUES(1,1,'B1','Ann Smith','ann@buyer.example',NULL,'en',NULL,1);
INSERT INTO buyers VALUES(2,1,'B2','Bernd Klein','bernd@buyer.example',NULL,'de',NULL,1);
CREATE TABLE messages (
  id INTEGER PRIMARY KEY, shop INTEGER, ticket INTEGER, direction INTEGER,
  origin INTEGER, is_public INTEGER, ref TEXT, channel TEXT, thread TEXT,
  order_ref TEXT, from_name TEXT, from_addr TEXT, to_addr TEXT, subject TEXT,
  "text" TEXT, reply TEXT, lang TEXT, message_id TEXT, in_reply_to TEXT,
  notice TEXT, at INTEGER, evidence INTEGER, action INTEGER,
  quiet INTEGER
) STRICT;
INSERT INTO messages VALUES(1,1,1,1,1,NULL,'m1','email','m1','O1',NULL,'ann@buyer.example',NULL,'Order #1','My parcel has not arrived.',NULL,NULL,'<m1@buyer.example>',NULL,NULL,1795895979000,NULL,NULL,NULL);
INSERT INTO messages VALUES(2,1,2,1,1,NULL,'m2','email','m2','O2',NULL,'bernd@buyer.example',NULL,NULL,'Die Lampe ist kaputt.',NULL,NULL,'<m2@buyer.example>',NULL,NULL,1795896039000,NULL,NULL,NULL);
CREATE TABLE notes (
  id INTEGER PRIMARY KEY, ticket INTEGER, author TEXT, "text" TEXT, at INTEGER
) STRICT;
INSERT INTO notes VALUES(1,2,'eva','Ask for a picture.',1795895442466);
CREATE TABLE tickets (
  id INTEGER PRIMARY KEY, shop INTEGER, order_ref TEXT, buyer_ref TEXT,
  thread TEXT, channel TEXT, tracking TEXT, issue TEXT, also TEXT, lang TEXT,
  cause TEXT, confidence INTEGER, tier INTEGER, state INTEGER,
  waiting_for TEXT, owner TEXT, subject TEXT, playbook TEXT, step TEXT,
  opened INTEGER, changed INTEGER, closed INTEGER, due INTEGER, outcome TEXT,
  root_cause TEXT, rule TEXT, policy TEXT, messages INTEGER
) STRICT;
INSERT INTO tickets VALUES(1,1,'O1','B1','m1','email','3318810025','not_received',NULL,'en',NULL,75,2,2,'approval','eva','Order #1',NULL,NULL,1795895442229,1795895442574,NULL,1795938642229,NULL,NULL,'parcels','c97b602e68a543c4',1);
INSERT INTO tickets VALUES(2,1,'O2','B2','m2','email',NULL,'damaged',NULL,'de',NULL,75,2,3,NULL,'eva',NULL,NULL,NULL,1795895442229,1795895442708,1795895442708,NULL,'refunded','carrier','parcels','c97b602e68a543c4',1);
CREATE TABLE actions (
  id INTEGER PRIMARY KEY, ticket INTEGER, shop INTEGER, verb TEXT,
  instance TEXT, order_ref TEXT, effect_class TEXT, state INTEGER,
  automatic INTEGER, key TEXT, intent TEXT, intent_no INTEGER,
  generation INTEGER, "after" INTEGER, amount INTEGER, amount_currency TEXT,
  worth INTEGER, worth_currency TEXT,
  baseline INTEGER, baseline_currency TEXT, paid INTEGER, paid_currency TEXT,
  items TEXT, args TEXT, reason TEXT, rule TEXT, policy TEXT,
  proposed_by TEXT, approved_by TEXT, subject TEXT, "text" TEXT, lang TEXT,
  channel TEXT, to_addr TEXT, to_name TEXT, message_id TEXT, in_reply_to TEXT,
  "references" TEXT, template_id TEXT, result TEXT, remote_ref TEXT,
  why TEXT, request_hash TEXT, attempts INTEGER, deaths INTEGER, postponed INTEGER,
  not_before INTEGER, planned INTEGER, sent INTEGER, settled INTEGER,
  looks INTEGER, hold_until INTEGER, approved INTEGER, doubt INTEGER
) STRICT;
INSERT INTO actions VALUES(1,1,1,'reply','mail','O1','C',11,NULL,'f26ddf7e-f69e-8c01-acae-f12b6b186666','e98d9b332ba858cb0379546bc9539f176fd5b983e17f5e4aef4a1e25dec310b7',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'order status','c97b602e68a543c4','policy',NULL,'Re: Order #1',replace('Dear Ann Smith,\n\nThank you for your message about order #1. You can follow your parcel at any time here: https://www.dhl.com/global-en/home/tracking.html?tracking-id=3318810025&submit=1\n\nIf the tracking shows anything unexpected, just answer this message and we will look into it at once.\n\nKind regards\nLampshop','\n',char(10)),'en','email','ann@buyer.example',NULL,'<t1.tv7hxtrk67fb47gxs9qb05mx6t9r32av@localhost>','<m1@buyer.example>','<m1@buyer.example>','order_status.reply',NULL,NULL,'a person wrote instead',NULL,NULL,NULL,NULL,NULL,1795895442229,NULL,1795895442362,NULL,NULL,NULL,NULL);
INSERT INTO actions VALUES(2,2,1,'reply','mail','O2','C',11,NULL,'cd487a78-1a13-8b0a-a7fa-d13feb9ce5c0','bf402db3b92552730c3356d2470dc0ee493fe7271f0acd6af27c26a50779f39c',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'damaged','c97b602e68a543c4','policy',NULL,'Ihre Nachricht zur Bestellung #2',replace('Guten Tag Bernd Klein,\n\nes tut mir sehr leid, dass Ihre Bestellung #2 beschädigt angekommen ist. Vielen Dank, dass Sie uns Bescheid geben.\n\nWürden Sie uns bitte ein oder zwei Fotos senden, auf denen der Schaden und die Verpackung mit dem Versandetikett zu sehen sind? Sobald sie uns vorliegen, schlagen wir Ihnen eine Lösung vor. Bitte bewahren Sie Artikel und Verpackung vorerst auf; zurücksenden müssen Sie noch nichts.\n\nFreundliche Grüße\nLampshop','\n',char(10)),'de','email','bernd@buyer.example',NULL,'<t2.3wjzq2czvegafv63tfrebwb34q60366x@localhost>','<m2@buyer.example>','<m2@buyer.example>','damaged.photo_request',NULL,NULL,'the ticket was closed',NULL,NULL,NULL,NULL,NULL,1795895442229,NULL,1795895442708,NULL,NULL,NULL,NULL);
INSERT INTO actions VALUES(3,1,1,'reply','mail','O1','C',3,NULL,'230d27ee-2b7a-8448-ad6b-3ae33049922d','cf37d7d51c7546ec7a7f7633ce5d3a3d0ae4c534023eb7cf2659ef2e5208e133',2,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eva','eva','Re: Order #1','Dear Ann, it comes soon.','en','email','ann@buyer.example',NULL,'<t1.b3vbtfad1s2pymppq5e22va7nern4q8r@localhost>','<m1@buyer.example>','<m1@buyer.example>',NULL,NULL,NULL,'planned',NULL,NULL,NULL,NULL,NULL,1795895442362,NULL,NULL,NULL,1795895742362,1795895442362,NULL);
INSERT INTO actions VALUES(4,1,1,'refund','lamps','O1','A',2,NULL,'9575c604-bb9f-84f3-a6ad-0b776669cd7a','1a1c666180a24e5cde96ea4faf5929375a04768f9534e4cd88f15f6293ab65da',1,NULL,NULL,500,'USD',500,'USD',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'waits for approval',NULL,NULL,NULL,NULL,NULL,1795895442574,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO actions VALUES(5,2,1,'refund','lamps','O2','A',11,NULL,'e0a41feb-0d95-863c-8d87-70c3f23560b5','40f0b618ec7be45e3d6d874f1607ba26fb3f93c6c009d8a4afa42db0b22765b3',1,NULL,NULL,1200,'EUR',1200,'EUR',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'eva',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'the ticket was closed',NULL,NULL,NULL,NULL,NULL,1795895442662,NULL,1795895442708,NULL,NULL,NULL,NULL);
CREATE TABLE deadlines (
  id INTEGER PRIMARY KEY, ticket INTEGER, action INTEGER, purpose TEXT,
  source TEXT, due INTEGER, "set" INTEGER, done INTEGER, state INTEGER
) STRICT;
INSERT INTO deadlines VALUES(1,1,NULL,'first_response','parcels',1795938642229,1795895442229,NULL,1);
INSERT INTO deadlines VALUES(2,2,NULL,'first_response','parcels',1795938642229,1795895442229,1795895442708,4);
INSERT INTO deadlines VALUES(3,1,3,'undo','reply',1795895742362,1795895442362,NULL,1);
CREATE TABLE parcels (
  id INTEGER PRIMARY KEY, tracking TEXT, carrier TEXT, state INTEGER,
  since INTEGER, looked INTEGER, doubted INTEGER, old INTEGER, proof INTEGER
) STRICT;
CREATE TABLE agents (
  id INTEGER PRIMARY KEY, name TEXT, role TEXT, languages TEXT, skills TEXT,
  absent_until INTEGER, open_load INTEGER
) STRICT;
CREATE TABLE alerts (
  id INTEGER PRIMARY KEY, ticket INTEGER, shop INTEGER, cause TEXT,
  level TEXT, "text" TEXT, at INTEGER, count INTEGER, acknowledged INTEGER,
  acknowledged_by TEXT
) STRICT;
CREATE TABLE queue_counts (
  state INTEGER NOT NULL, tier INTEGER NOT NULL, owner TEXT NOT NULL,
  tickets INTEGER NOT NULL, PRIMARY KEY (state, tier, owner)
) STRICT, WITHOUT ROWID;
INSERT INTO queue_counts VALUES(1,2,'eva',0);
INSERT INTO queue_counts VALUES(2,2,'eva',1);
INSERT INTO queue_counts VALUES(3,2,'eva',1);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','messages_text','messages_text',0,'CREATE VIRTUAL TABLE messages_text USING fts5(
  subject, text, content=''messages'', content_rowid=''id'', tokenize=''desk''
)');
CREATE TABLE IF NOT EXISTS 'messages_text_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO messages_text_data VALUES(1,X'020209');
INSERT INTO messages_text_data VALUES(10,X'000000000102020002010101020101');
INSERT INTO messages_text_data VALUES(137438953473,X'0000004c02303101020301076172726976656401060101060103686173010601010401026d79010601010201036e6f74010601010501056f72646572010202010670617263656c010601010304060e0a090a0a');
INSERT INTO messages_text_data VALUES(274877906945,X'00000031043064696502060101020103697374020601010401066b6170757474020601010501056c616d70650206010103040a0a0d');
CREATE TABLE IF NOT EXISTS 'messages_text_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO messages_text_idx VALUES(1,X'',2);
INSERT INTO messages_text_idx VALUES(2,X'',2);
CREATE TABLE IF NOT EXISTS 'messages_text_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO messages_text_docsize VALUES(1,X'0205');
INSERT INTO messages_text_docsize VALUES(2,X'0004');
CREATE TABLE IF NOT EXISTS 'messages_text_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO messages_text_config VALUES('version',4);
CREATE TRIGGER journal_is_final BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'a journal entry is final'); END;
CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'a journal entry is final'); END;
CREATE INDEX journal_subject ON journal(subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX journal_config ON journal(seq) WHERE kind = 'config';
CREATE INDEX journal_anchor ON journal(seq) WHERE kind = 'anchor';
CREATE INDEX inbox_waiting ON inbox(instance, coalesce(not_before, 0), id) WHERE state = 'waiting';
CREATE INDEX quarantine_open ON quarantine(state, id);
CREATE UNIQUE INDEX orders_ref ON orders(shop, ref);
CREATE INDEX orders_name ON orders(shop, name);
CREATE INDEX orders_any_ref ON orders(ref);
CREATE INDEX orders_any_name ON orders(name);
CREATE INDEX orders_email ON orders(lower(email), placed) WHERE lower(email) IS NOT NULL;
CREATE INDEX orders_buyer ON orders(shop, buyer_ref) WHERE buyer_ref IS NOT NULL;
CREATE UNIQUE INDEX lines_ref ON order_lines(shop, order_ref, ref);
CREATE UNIQUE INDEX payments_ref ON payments(shop, ref);
CREATE INDEX payments_order ON payments(shop, order_ref);
CREATE UNIQUE INDEX shipments_ref ON shipments(shop, ref);
CREATE INDEX shipments_order ON shipments(shop, order_ref);
CREATE INDEX shipments_tracking ON shipments(tracking) WHERE tracking IS NOT NULL;
CREATE INDEX scans_tracking ON scans(tracking, occurred);
CREATE UNIQUE INDEX reviews_ref ON reviews(shop, ref);
CREATE INDEX reviews_order ON reviews(shop, order_ref) WHERE order_ref IS NOT NULL;
CREATE UNIQUE INDEX disputes_ref ON disputes(shop, ref);
CREATE INDEX disputes_order ON disputes(shop, order_ref);
CREATE UNIQUE INDEX returns_ref ON returns(shop, ref);
CREATE INDEX returns_order ON returns(shop, order_ref) WHERE order_ref IS NOT NULL;
CREATE UNIQUE INDEX evidence_ref ON evidence(shop, ref);
CREATE INDEX evidence_order ON evidence(shop, order_ref) WHERE order_ref IS NOT NULL;
CREATE INDEX evidence_tracking ON evidence(tracking) WHERE tracking IS NOT NULL;
CREATE UNIQUE INDEX shops_label ON shops(label);
CREATE UNIQUE INDEX shops_account ON shops(plugin, account) WHERE account IS NOT NULL;
CREATE UNIQUE INDEX buyers_ref ON buyers(shop, ref);
CREATE INDEX buyers_email ON buyers(email) WHERE email IS NOT NULL;
CREATE INDEX messages_thread ON messages(shop, thread) WHERE thread IS NOT NULL;
CREATE INDEX messages_stray ON messages(lower(from_addr)) WHERE ticket IS NULL AND from_addr IS NOT NULL;
CREATE INDEX files_subject ON files(subject);
CREATE INDEX messages_ticket ON messages(ticket, at);
CREATE INDEX messages_from ON messages(ticket, lower(from_addr)) WHERE from_addr IS NOT NULL;
CREATE INDEX messages_to ON messages(ticket, lower(to_addr)) WHERE to_addr IS NOT NULL;
CREATE INDEX actions_to ON actions(ticket, lower(to_addr)) WHERE to_addr IS NOT NULL;
CREATE UNIQUE INDEX messages_ref ON messages(shop, channel, ref);
CREATE INDEX messages_message_id ON messages(message_id) WHERE message_id IS NOT NULL;
CREATE INDEX messages_list ON messages(at) WHERE ticket IS NULL;
CREATE INDEX notes_ticket ON notes(ticket);
CREATE INDEX tickets_queue ON tickets(state, tier, due, id);
CREATE INDEX tickets_owner ON tickets(owner, state, tier, due, id);
CREATE INDEX tickets_order ON tickets(shop, order_ref, state) WHERE order_ref IS NOT NULL;
CREATE INDEX tickets_thread ON tickets(shop, thread, state) WHERE thread IS NOT NULL;
CREATE UNIQUE INDEX tickets_cause ON tickets(shop, cause) WHERE state <> 3 AND cause IS NOT NULL;
CREATE UNIQUE INDEX actions_intent ON actions(intent) WHERE state NOT IN (8, 11, 12);
CREATE INDEX actions_state ON actions(state, not_before, id);
CREATE INDEX actions_ticket ON actions(ticket, state, settled);
CREATE INDEX actions_order ON actions(shop, order_ref, verb, intent_no) WHERE order_ref IS NOT NULL;
CREATE INDEX actions_replies ON actions(ticket, intent_no) WHERE verb = 'reply';
CREATE INDEX actions_automatic ON actions(lower(to_addr)) WHERE automatic = 1 AND verb = 'reply' AND approved_by IS NULL AND state NOT IN (2, 8, 11);
CREATE INDEX actions_auto_hour ON actions(coalesce(settled, sent, planned)) WHERE automatic = 1 AND verb = 'reply' AND approved_by IS NULL AND state NOT IN (2, 8, 11);
CREATE INDEX actions_approved ON actions(approved_by, approved) WHERE approved_by IS NOT NULL;
CREATE INDEX actions_by_rule ON actions(planned) WHERE automatic = 1 AND worth IS NOT NULL;
CREATE INDEX actions_paid ON actions(instance, settled) WHERE settled IS NOT NULL AND amount IS NOT NULL;
CREATE INDEX actions_jobs ON actions(state, instance, coalesce(not_before, 0), id) WHERE state = 4 OR state = 6 OR state = 9;
CREATE UNIQUE INDEX actions_message_id ON actions(message_id) WHERE message_id IS NOT NULL;
CREATE INDEX deadlines_due ON deadlines(due, id) WHERE state = 1;
CREATE INDEX deadlines_source ON deadlines(source, purpose) WHERE state = 1;
CREATE INDEX deadlines_ticket ON deadlines(ticket, state, due);
CREATE INDEX deadlines_action ON deadlines(action) WHERE action IS NOT NULL;
CREATE UNIQUE INDEX parcels_tracking ON parcels(tracking);
CREATE INDEX parcels_under_way ON parcels(carrier, looked) WHERE state = 1;
CREATE UNIQUE INDEX agents_name ON agents(name);
CREATE INDEX alerts_open ON alerts(id) WHERE acknowledged IS NULL;
CREATE UNIQUE INDEX alerts_cause ON alerts(cause) WHERE acknowledged IS NULL;
CREATE TRIGGER tickets_counted_in AFTER INSERT ON tickets
BEGIN
  INSERT INTO queue_counts VALUES (coalesce(new.state, 0), coalesce(new.tier, 0), coalesce(new.owner, ''), 1)
  ON CONFLICT DO UPDATE SET tickets = tickets + 1;
END;
CREATE TRIGGER tickets_counted_over AFTER UPDATE OF state, tier, owner ON tickets
BEGIN
  UPDATE queue_counts SET tickets = tickets - 1
  WHERE state = coalesce(old.state, 0) AND tier = coalesce(old.tier, 0) AND owner = coalesce(old.owner, '');
  INSERT INTO queue_counts VALUES (coalesce(new.state, 0), coalesce(new.tier, 0), coalesce(new.owner, ''), 1)
  ON CONFLICT DO UPDATE SET tickets = tickets + 1;
END;
CREATE TRIGGER messages_indexed AFTER INSERT ON messages
BEGIN
  INSERT INTO messages_text(rowid, subject, text) VALUES (new.id, new.subject, new.text);
END;
CREATE TRIGGER messages_reindexed AFTER UPDATE OF subject, text ON messages
BEGIN
  INSERT INTO messages_text(messages_text, rowid, subject, text) VALUES ('delete', old.id, old.subject, old.text);
  INSERT INTO messages_text(rowid, subject, text) VALUES (new.id, new.subject, new.text);
END;
PRAGMA writable_schema=OFF;
COMMIT;
