"""The storm copy: static, signed files of the portals, which nginx serves while the application rests."""
